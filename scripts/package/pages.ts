/**
 * A Markdown page of the repository as the extension ships it. Its relative links lead to files that are not in the package, and there is no
 * public address yet that they could be completed with: only their words are kept, and of pictures nothing. Code stays as it is.
 */
export function withoutRelativeLinks(markdown: string): string {
  return partsOf(markdown)
    .map(({ isCode, text }) => (isCode ? text : text.replace(RELATIVE_IMAGE, "").replace(RELATIVE_LINK, "$1")))
    .join("");
}

/** The links of a page that {@link withoutRelativeLinks} would take out. */
export function relativeLinks(markdown: string): string[] {
  return partsOf(markdown).flatMap(({ isCode, text }) => (isCode ? [] : [...text.matchAll(RELATIVE_LINK)].map(([link]) => link)));
}

/** Fenced code, and what is between. */
const partsOf = (markdown: string): { isCode: boolean; text: string }[] =>
  markdown.split(/(^```[\s\S]*?^```)/m).map((text) => ({ isCode: text.startsWith("```"), text }));

/** A picture beside the page, and the empty lines after it. */
const RELATIVE_IMAGE = /!\[[^\]]*\]\((?![a-z][a-z\d+.-]*:|\/\/)[^)\s]*\)\n*/gi;

/** `[words](target)` whose target has no scheme and is no place on the same page. */
const RELATIVE_LINK = /\[([^\]]*)\]\((?![a-z][a-z\d+.-]*:|#|\/\/)[^)\s]*\)/gi;
