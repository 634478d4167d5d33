export interface PageSources {
  /** `webview.cspSource`: where the page may load its style from. */
  cspSource: string;
  /** Fresh for every page; only a script that carries it runs. */
  nonce: string;
  scriptUri: string;
  styleUri: string;
}

/**
 * The graph page. Its policy starts from nothing: one script with the nonce, one style sheet from the extension,
 * no inline code or style, no image, no frame, no connection; a worker only of text that the script itself holds. What the page shows is set as text, never as HTML.
 */
export function graphPageHtml({ cspSource, nonce, scriptUri, styleUri }: PageSources): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    "worker-src blob:",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pipeline graph</title>
<link rel="stylesheet" href="${attribute(styleUri)}">
</head>
<body>
<div id="app"></div>
<script nonce="${attribute(nonce)}" src="${attribute(scriptUri)}"></script>
</body>
</html>`;
}

const attribute = (text: string): string => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
