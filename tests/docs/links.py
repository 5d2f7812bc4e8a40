#!/usr/bin/env python3
"""Checks the documentation: links, anchors, translations, and the books that docs/book/build.py has made.

    tests/docs/links.py [SITE]

- Each link between files of the repository leads to a file, and each anchor to a heading.
- Each English page has a Chinese one, or is in a list below.
  Both have headings of the same levels in the same order, tables with the same rows, by their code spans, and
  code blocks with the same number of lines, and the Chinese page has every code span: keys, commands, metrics.
- Each page is in its book, and each Chinese page links to Chinese pages where they exist.
- Each link of SITE, if it is given, leads to a file and an element there.
"""

import html.parser
import itertools
import pathlib
import subprocess
import sys
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "docs/book"))
import tree  # noqa: E402

# For those who change the code, which is English.
ENGLISH_ONLY = {
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "RELEASING.md",
    "clients/typescript/README.md",
    "docs/builds.md",
    "docs/decisions/0001-database-interface.md",
    "docs/decisions/0002-libraries.md",
    "docs/decisions/0003-console.md",
    "docs/decisions/0004-admin-crate.md",
    "fuzz/README.md",
    "tests/clients/README.md",
    "tests/drills/README.md",
    "tests/fixtures/README.md",
}
# The Chinese page is a summary.
SUMMARIZED = {"docs/performance.md"}
# About the files beside it: not in a book.
NO_CHAPTERS = {
    "crates/crowdfunding/places/README.md",
    "crates/media/tests/cases/README.md",
    "crates/server/assets/docs/swagger-ui/README.md",
    "crates/simulator/test-keys/README.md",
}


def pages():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=tree.ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()
    return sorted(path for path in set(listed) if (tree.ROOT / path).is_file())


def wrong_links(page, text, anchors):
    for target in tree.links(text):
        found = tree.local(page, target)
        if found is None:
            continue
        path, anchor = found
        if not (tree.ROOT / path).exists():
            yield f"{page}: {target} leads to nothing"
        elif anchor and path.endswith(".md") and anchor not in anchors(path):
            yield f"{page}: {target} leads to no heading"
        elif page.endswith(".zh-CN.md") and path.endswith(".md") and path != tree.translation(page):
            chinese = tree.translation(path)
            if not path.endswith(".zh-CN.md") and (tree.ROOT / chinese).exists():
                yield f"{page}: {target} leads to the English page, there is {chinese}"


def wrong_translation(page, text, everything):
    if page.endswith(".zh-CN.md"):
        if tree.translation(page) not in everything:
            yield f"{page}: there is no English page"
        return
    chinese = tree.translation(page)
    if page in ENGLISH_ONLY:
        if chinese in everything:
            yield f"{page}: has a Chinese page and is in ENGLISH_ONLY"
        return
    if chinese not in everything:
        yield f"{page}: there is no {chinese}"
        return
    for one, other in ((page, chinese), (chinese, page)):
        target = other.rpartition("/")[2]
        if f"]({target})" not in "".join(tree.read(one).splitlines(True)[:8]):
            yield f"{one}: its beginning does not link to {other}"
    if page not in SUMMARIZED:
        yield from wrong_shape(page, text, chinese)


def wrong_shape(page, text, chinese):
    """What the Chinese page lacks, as far as a program can tell."""
    translated = tree.read(chinese)
    headings = itertools.zip_longest(tree.headings(text), tree.headings(translated), fillvalue=(0, "the end"))
    for here, there in headings:
        if here[0] != there[0]:
            yield f"{page}: its headings differ from those of {chinese} at {here[1]} and {there[1]}"
            break
    for what, parts in (("tables", tree.rows), ("code blocks", tree.blocks)):
        for here, there in itertools.zip_longest(parts(text), parts(translated), fillvalue="the end"):
            if here != there:
                yield f"{page}: its {what} differ from those of {chinese} at {here} and {there}"
                break
    missing = set(tree.spans(text)) - set(tree.spans(translated))
    yield from (f"{page}: {chinese} lacks `{span}`" for span in sorted(missing))


def wrong_books(everything):
    for language in tree.LANGUAGES:
        listed = [path for _, path in tree.chapters(language)]
        for path in listed:
            if listed.count(path) > 1:
                yield f"{tree.SUMMARIES[language]}: {path} is there more than once"
        of_book = {path for path in everything if path.endswith(".zh-CN.md") == (language == "zh-CN")}
        missing = of_book - set(listed) - NO_CHAPTERS
        yield from (f"{tree.SUMMARIES[language]}: {path} is missing" for path in sorted(missing))


class Elements(html.parser.HTMLParser):
    """Ids and addresses of a page."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.addresses = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id":
                self.ids.add(value)
            elif name in ("href", "src") and value:
                self.addresses.append(value)


def wrong_site(site):
    elements = {path: Elements(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    for page, of_page in elements.items():
        for address in of_page.addresses:
            url = urllib.parse.urlsplit(address)
            if url.scheme or url.netloc:
                continue
            to = (page.parent / urllib.parse.unquote(url.path)).resolve() if url.path else page
            if not to.is_file():
                yield f"{page.relative_to(site)}: {address} leads to nothing"
            elif url.fragment and to in elements and urllib.parse.unquote(url.fragment) not in elements[to].ids:
                yield f"{page.relative_to(site)}: {address} leads to no element"


def main():
    everything = [page for page in pages() if page not in tree.SUMMARIES.values()]
    known = {}

    def anchors(path):
        if path not in known:
            known[path] = {anchor for _, anchor in tree.headings(tree.read(path))}
        return known[path]

    wrong = []
    for page in everything:
        text = tree.read(page)
        wrong += wrong_links(page, text, anchors)
        if page not in NO_CHAPTERS:
            wrong += wrong_translation(page, text, everything)
    for summary in tree.SUMMARIES.values():
        wrong += wrong_links(summary, tree.read(summary), anchors)
    wrong += wrong_books(everything)
    unknown = (ENGLISH_ONLY | SUMMARIZED | NO_CHAPTERS) - set(everything)
    wrong += [f"tests/docs/links.py: {path} does not exist" for path in sorted(unknown)]
    if len(sys.argv) > 1:
        wrong += wrong_site(pathlib.Path(sys.argv[1]).resolve())
    print("\n".join(wrong) or f"{len(everything)} pages: links and translations are right")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
