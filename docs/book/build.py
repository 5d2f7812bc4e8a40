#!/usr/bin/env python3
"""Builds the documentation as a site: a book in each language, and a start page that chooses one.

    docs/book/build.py [--mdbook PROGRAM] [--to DIRECTORY]

The books are made of the Markdown as it is in the repository. Each chapter keeps its path, so that links
between chapters work in both; files that a chapter links to and that are no chapters are copied beside it.
Only links to the other book are changed.
"""

import argparse
import os
import pathlib
import posixpath
import re
import shutil
import subprocess
import sys

import tree

HERE = pathlib.Path(__file__).resolve().parent
OTHER = {"en": "zh-CN", "zh-CN": "en"}
SWITCH = {"en": "中文", "zh-CN": "English"}
# The end of a line between Chinese sentences, which a browser would show as a space.
BREAK = re.compile(r"(?<=[。，；：、？！）”])\n *(?=[\u4e00-\u9fff“《`\[A-Za-z])")


class Book:
    """The source of a book for mdBook, in a directory of its own."""

    def __init__(self, language, directory):
        self.language = language
        self.source = directory / "src"
        self.chapters = [path for _, path in tree.chapters(language)]
        self.others = [path for _, path in tree.chapters(OTHER[language])]

    def write(self, path, text):
        to = self.source / path
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(text, encoding="utf-8")

    def in_other(self, page, path, anchor=""):
        """The address of a page of the other book, from a page of this one."""
        address = f"../{OTHER[self.language]}/{path.removesuffix('.md')}.html"
        return posixpath.relpath(address, posixpath.dirname(page) or ".") + (f"#{anchor}" if anchor else "")

    def address(self, page, target):
        """Where a link leads in the book."""
        found = tree.local(page, target)
        if found is None or target.startswith("#"):
            return target
        path, anchor = found
        if (tree.ROOT / path).is_dir():
            below = [chapter for chapter in self.chapters + self.others if chapter.startswith(path + "/")]
            if not below:
                sys.exit(f"{page}: no chapter is below {path}")
            path = below[0]
            target = posixpath.relpath(path, posixpath.dirname(page) or ".")
        if path in self.chapters:
            return target
        if path in self.others:
            return self.in_other(page, path, anchor)
        (self.source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(tree.ROOT / path, self.source / path)
        return target

    def chapter(self, page):
        text = tree.with_links(tree.read(page), lambda target: self.address(page, target))
        if tree.translation(page) not in self.others:
            switch = f"[{SWITCH[self.language]}]({self.in_other(page, 'index.md')})"
            text = re.sub(r"\A(# .+\n)", lambda title: f"{title[1]}\n{switch}\n", text)
        self.write(page, tree.outside_fences(lambda prose: BREAK.sub("", prose), text))

    def make(self):
        summary = tree.SUMMARIES[self.language]
        self.write("SUMMARY.md", tree.with_links(tree.read(summary), lambda target: tree.local(summary, target)[0]))
        for page in self.chapters:
            self.chapter(page)


def main():
    arguments = argparse.ArgumentParser(description="Builds the documentation as a site.")
    arguments.add_argument("--mdbook", default="mdbook", help="the program mdbook")
    arguments.add_argument("--to", type=pathlib.Path, default=tree.TARGET / "book", help="where the site goes")
    options = arguments.parse_args()
    site = options.to.resolve()
    for language in tree.LANGUAGES:
        directory = site / f".{language}"
        shutil.rmtree(directory, ignore_errors=True)
        Book(language, directory).make()
        shutil.copyfile(HERE / f"{language}.toml", directory / "book.toml")
        subprocess.run([options.mdbook, "build", directory, "--dest-dir", site / language], check=True,
                       env={**os.environ, "MDBOOK_LOG": "warn"})
        shutil.rmtree(directory)
    # In the file of mdBook's search engine, because a page may search as soon as that is there.
    with (site / "zh-CN/elasticlunr.min.js").open("a", encoding="utf-8") as engine:
        engine.write(tree.read("docs/book/search.js"))
    shutil.copyfile(HERE / "index.html", site / "index.html")
    print(f"the books are in {site}")


if __name__ == "__main__":
    main()
