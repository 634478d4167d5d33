export interface PageSources {
  /** For screen readers; the tab has a title of its own. */
  title: string;
  /** `webview.cspSource`: where the page may load its style from. */
  cspSource: string;
  /** Fresh for every page; only a script that carries it runs. */
  nonce: string;
  scriptUri: string;
  styleUri: string;
  /** Whether the script may start workers, of text that it holds itself. Default: false. */
  hasWorkers?: boolean;
}

/**
 * The frame of a page. Its policy starts from nothing: one script with the nonce, one style sheet from the extension,
 * no inline code or style, no image, no frame, no connection. What a page shows is set as text, never as HTML.
 */
export function pageHtml({ title, cspSource, nonce, scriptUri, styleUri, hasWorkers = false }: PageSources): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    ...(hasWorkers ? ["worker-src blob:"] : []),
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${attribute(title)}</title>
<link rel="stylesheet" href="${attribute(styleUri)}">
</head>
<body>
<div id="app"></div>
<script nonce="${attribute(nonce)}" src="${attribute(scriptUri)}"></script>
</body>
</html>`;
}

const attribute = (text: string): string => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
