/** Head and shoulders of anybody, 64 pixels high. */
export const NOBODY = Buffer.from(
  [
    'iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAgMAAADXB5lNAAAADFBMVEWamprg4ODIyMixsbH2dZ9oAAAACXBIWXMAAAsTAAALEwEA',
    'mpwYAAAA3ElEQVQ4jdXSsRGCQBAF0C8MgYFklmAJ5JRA4CEzGpibUMI1YR+UQBOWYGAXzu6xd8vqOGjmZvcC7u8/4Mzg/2Eo53AC',
    'qhl4INPQAsBVQUewU9AQFAp6go2CmmClwBNkCkaCXAGdge8h//RRb6+tbbDeRm/scp1dv7UFOVuheynZ2WdIg5/hMuYPDUcKdlcw',
    'EJQJDqHCW4RzgHUELmzaBrKr7AtpQxpBWDVMNQE3Kq0ScOfSOwE/kzwVgZz5daFu5XsRg0/h4dw+wZYh5uJk7yAG5aiLgP+FMMUS',
    'eAL/d/QeSNPAVwAAAABJRU5ErkJggg==',
  ].join(''),
  'base64',
);
