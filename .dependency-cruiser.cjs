/** Import rules: what a file may touch follows from where it lies. */
const layer = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: [from, ...allowed] },
});
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-folder-cycles', severity: 'error', scope: 'folder', from: {}, to: { circular: true } },
    layer('model-imports-nothing', '^src/model/', []),
    layer('query-imports-model', '^src/query/', ['^src/model/']),
    layer('confined-imports-nothing', '^src/confined/', []),
    layer('text-imports-model', '^src/text/', ['^src/model/', '^src/confined/']),
    layer('renditions-import-model-and-what-reads-texts', '^src/renditions/', [
      '^src/model/',
      '^src/confined/',
      '^src/text/(encoding|source-file)',
    ]),
    layer('content-imports-model', '^src/content/', ['^src/model/']),
    layer('repository-imports-model-query-and-the-content-port', '^src/repository/', [
      '^src/model/',
      '^src/query/',
      '^src/content/(content-store|staging)',
      '^src/text/(text-extractor|folding|words)',
      '^src/renditions/(definitions|renderer)',
    ]),
    layer('jobs-work-through-ports', '^src/jobs/', [
      '^src/model/',
      '^src/text/(text-extractor|text-index)',
      '^src/renditions/(definitions|renderer|rendition-store)',
      '^src/content/staging',
      '^src/mail/',
      '^src/identity/password-resets',
    ]),
    layer('mail-imports-model', '^src/mail/', ['^src/model/']),
    layer('identity-imports-model', '^src/identity/', ['^src/model/']),
    layer('postgres-implements-ports', '^src/postgres/', [
      '^src/model/',
      '^src/query/',
      '^src/repository/(storage|values)/',
      '^src/identity/(directory|tickets|password-resets)',
      '^src/mail/mail',
      '^src/content/unclaimed-content',
      '^src/text/(text-extractor|text-index|search-terms|words|word-index)',
      '^src/jobs/(queue|property-index)',
      '^src/renditions/rendition-store',
    ]),
    layer('http-knows-no-protocol', '^src/http/', [
      '^src/content/(staging|content-store)',
      '^src/model/',
      '^src/repository/',
      '^src/identity/',
    ]),
    layer('cmis-imports-no-alfresco', '^src/cmis/', [
      '^src/content/staging',
      '^src/model/',
      '^src/repository/',
      '^src/http/',
      '^src/identity/',
    ]),
    layer('alfresco-imports-no-cmis', '^src/alfresco/', [
      '^src/model/',
      '^src/repository/',
      '^src/http/',
      '^src/identity/',
      '^src/query/',
      '^src/mail/',
    ]),
    {
      // What an object is as it lies says which actions there are; all else is done by calling `Repository`.
      name: 'doors-call-the-repository',
      severity: 'error',
      from: { path: '^src/(cmis|alfresco|http)/' },
      to: {
        path: '^src/repository/',
        pathNot: '^src/repository/(repository|contract/|values/|storage/|access/access)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'bindings-are-siblings',
      severity: 'error',
      from: { path: '^src/cmis/(browser|atompub)/' },
      to: { path: '^src/cmis/(browser|atompub)/', pathNot: '^src/cmis/$1/' },
    },
    {
      name: 'sql-only-in-postgres',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/postgres/' },
      to: { path: 'node_modules/(knex|pg)/' },
    },
    {
      name: 'postgres-only-by-main',
      severity: 'error',
      from: {
        path: '^src/(model|query|repository|content|text|confined|renditions|jobs|mail|identity|http|cmis|alfresco)/',
      },
      to: { path: '^src/postgres/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
};
