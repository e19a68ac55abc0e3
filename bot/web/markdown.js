// The coach's Markdown as elements: bold, italics, lists, sources. Text only ever becomes text nodes, never HTML.

// The coach escapes the brackets of other people's words, so a link is always its own, to a page of this service.
const MARKED = /\\([\\`*_[\]<>#|])|\*\*(.+?)(?<!\\)\*\*|_(.+?)(?<!\\)_|\[((?:[^\][\\]|\\.)+)\]\((\/chat\/[\w/?=]+|https?:\/\/[^\s()<>]+)\)/gs;
const ESCAPED = /\\([\\`*_[\]<>#|])/g;

/** Inline text with bold and italics, put into `parent`. */
function inline(parent, text) {
  let at = 0;
  for (const found of text.matchAll(MARKED)) {
    parent.append(text.slice(at, found.index));
    if (found[1]) parent.append(found[1]);
    else if (found[5]) parent.append(Object.assign(document.createElement("a"), { href: found[5], textContent: found[4].replace(ESCAPED, "$1"), target: "_blank", rel: "noreferrer" }));
    else parent.append(inline(document.createElement(found[2] ? "strong" : "em"), found[2] ?? found[3]));
    at = found.index + found[0].length;
  }
  parent.append(text.slice(at));
  return parent;
}

function block(text) {
  const lines = text.split("\n");
  for (const [mark, tag] of [[/^- /, "ul"], [/^\d+\. /, "ol"]]) {
    if (!lines.every((line) => mark.test(line))) continue;
    const list = document.createElement(tag);
    for (const line of lines) list.append(inline(document.createElement("li"), line.replace(mark, "")));
    return list;
  }
  const heading = /^\*\*((?:[^*\\]|\\.)+)\*\*$/s.exec(text);
  if (heading) return inline(document.createElement("h2"), heading[1]);
  const note = /^_(.*)_$/s.exec(text);
  const paragraph = inline(document.createElement("p"), note ? note[1] : text);
  if (note) paragraph.className = "note";
  else if (text.startsWith("Source: ")) paragraph.className = "source";
  return paragraph;
}

/** The blocks of a Markdown text. */
export function rendered(text) {
  return text.split("\n\n").filter(Boolean).map(block);
}

/** The same as plain text, for copying. */
export function plain(text) {
  return text.replace(/(?<!\\)\*\*/g, "").replace(/^_(.*)_$/gm, "($1)").replace(/(?<!\\)\[([^\][]+)\]\([^)]*\)/g, "$1").replace(ESCAPED, "$1");
}
