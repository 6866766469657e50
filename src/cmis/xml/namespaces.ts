/** Namespaces of CMIS's XML, CMIS 1.1 §3.1.1, the same in 1.0. */
export const ATOM = 'http://www.w3.org/2005/Atom';
export const APP = 'http://www.w3.org/2007/app';
export const CMIS = 'http://docs.oasis-open.org/ns/cmis/core/200908/';
export const CMISRA = 'http://docs.oasis-open.org/ns/cmis/restatom/200908/';
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
/** Apache Chemistry's: the file name beside inline content, the token of a change log. */
export const CHEMISTRY = 'http://chemistry.apache.org/';
/** Alfresco's: aspects beside the properties of an object. */
export const ALF = 'http://www.alfresco.org';

/** Relations of CMIS's own begin with this. */
export const CMIS_LINK = 'http://docs.oasis-open.org/ns/cmis/link/200908/';
