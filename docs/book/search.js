// Search of the Chinese book. mdBook splits texts at spaces and keeps Latin letters only, so that its
// index does not have Chinese words. This looks through the texts that come with the index: a section is
// found if it contains every word that was typed. Words that are nowhere as a whole are tried in parts:
// what stands between particles, in pairs of characters, of which half must be there.
"use strict";

(() => {
    const excerpt = { before: 30, length: 120 };

    const parts = word =>
        word.split(/[的和与或在了]/).flatMap(part =>
            /[\u3400-\u9fff]/.test(part) && part.length > 2
                ? Array.from(part.slice(1), (end, i) => part[i] + end)
                : part ? [part] : []);

    const count = (text, word) => text.split(word).length - 1;

    const weigh = (section, word) =>
        20 * count(section.title, word) + 5 * count(section.breadcrumbs, word) + Math.min(count(section.body, word), 9);

    // The part of the text around the first match. Spaces around matches let mdBook mark them.
    function around(body, words) {
        const lower = body.toLowerCase();
        const places = words.map(word => lower.indexOf(word)).filter(at => at >= 0);
        const start = Math.max(0, Math.min(...places, body.length) - excerpt.before);
        const from = places.length ? start : 0;
        let part = body.slice(from, from + excerpt.length);
        for (const word of words) {
            const pattern = new RegExp(word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "gi");
            part = part.replace(pattern, " $& ");
        }
        return (from > 0 ? "… " : "") + part + (from + excerpt.length < body.length ? " …" : "");
    }

    class Sections {
        constructor(docs) {
            this.sections = Object.values(docs).map(doc => ({
                doc,
                title: doc.title.toLowerCase(),
                breadcrumbs: doc.breadcrumbs.toLowerCase(),
                body: doc.body.toLowerCase(),
            }));
        }

        find(words, least) {
            const found = [];
            for (const section of this.sections) {
                const weights = words.map(word => weigh(section, word));
                const hits = weights.filter(weight => weight > 0).length;
                if (hits >= least && hits > 0) {
                    found.push({ section, hits, weight: weights.reduce((sum, weight) => sum + weight, 0) });
                }
            }
            found.sort((a, b) => b.hits - a.hits || b.weight - a.weight);
            return found.map(({ section, weight }) => ({
                ref: section.doc.id,
                score: weight,
                doc: { ...section.doc, body: around(section.doc.body, words) },
            }));
        }

        search(typed) {
            const words = typed.toLowerCase().split(/\s+/).filter(word => word !== "");
            const whole = this.find(words, words.length);
            if (whole.length > 0) {
                return whole;
            }
            const pieces = words.flatMap(parts);
            return this.find(pieces, Math.max(1, Math.ceil(pieces.length / 2)));
        }
    }

    window.elasticlunr.Index.load = index => new Sections(index.documentStore.docs);

    document.getElementById("mdbook-searchbar").placeholder = "搜索…";
    const header = document.getElementById("mdbook-searchresults-header");
    new MutationObserver(() => {
        const number = /^(\d+|No) search results? for '(.*)'[.:]$/s.exec(header.textContent);
        if (number) {
            header.textContent = number[1] === "No" ? `没有找到“${number[2]}”` : `“${number[2]}”的 ${number[1]} 个结果：`;
        }
    }).observe(header, { childList: true });
})();
