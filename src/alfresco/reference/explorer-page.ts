import { createHash } from 'node:crypto';
import type { Definition } from './definitions';

const STYLE = `
body { margin: 0; background: #fafafa; font-family: system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.5rem 1.5rem; padding: 1rem 1.5rem; background: #1c2430; color: #fff; }
header h1 { margin: 0; font-size: 1.15rem; }
header a { color: #b9d4ff; }
nav { display: flex; flex-wrap: wrap; gap: 0.5rem; }
nav button { padding: 0.3rem 0.8rem; border: 1px solid #5b6776; border-radius: 1rem; background: none; color: inherit; font: inherit; cursor: pointer; }
nav button[aria-pressed='true'] { border-color: #fff; background: #fff; color: #1c2430; }
noscript p { padding: 1.5rem; }
`;

/** Shows one document at a time; who has logged in stays so when another one is chosen. */
const SCRIPT = `
const buttons = [...document.querySelectorAll('nav button')];
const address = (button) => new URL('definitions/' + button.dataset.file + '.json', document.baseURI).href;
const press = (chosen) => {
  for (const button of buttons) button.setAttribute('aria-pressed', String(button === chosen));
  const link = document.querySelector('#yaml');
  link.href = 'definitions/' + chosen.dataset.file + '.yaml';
};
const ui = SwaggerUIBundle({
  url: address(buttons[0]),
  dom_id: '#reference',
  presets: [SwaggerUIBundle.presets.apis],
  docExpansion: 'list',
  filter: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  validatorUrl: null,
});
press(buttons[0]);
for (const button of buttons) {
  button.addEventListener('click', () => {
    press(button);
    ui.specActions.updateUrl(address(button));
    ui.specActions.download(address(button));
  });
}
`;

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** All that the page needs comes from this server, and it talks to no other. Styles are set by scripts, one by one. */
export const EXPLORER_POLICY = [
  "default-src 'none'",
  `script-src 'self' ${hash(SCRIPT)}`,
  `style-src 'self' ${hash(STYLE)}`,
  "img-src 'self' data: blob:",
  'media-src blob:',
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page for people at `/api-explorer`. `address`: the page's own, without a slash at the end. */
export const explorerPage = (address: string, shown: readonly Definition[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<base href="${address}/">
<title>Triptych API explorer</title>
<link rel="stylesheet" href="swagger-ui.css">
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>Triptych API explorer</h1>
<nav>${shown.map(({ file, title }) => `<button type="button" data-file="${file}">${title}</button>`).join('')}</nav>
<a id="yaml" href="definitions/${shown[0]?.file ?? ''}.yaml">OpenAPI document</a>
<a href="../">Home</a>
</header>
<noscript><p>The reference needs JavaScript. The OpenAPI document above says the same.</p></noscript>
<main id="reference"></main>
<script src="swagger-ui-bundle.js"></script>
<script>${SCRIPT}</script>
</body>
</html>
`;
