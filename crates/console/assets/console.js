// What the console's pages do beside plain forms and links. Each behaviour is named by a data attribute.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    const asked = target.closest("[data-confirm]");
    if (asked && !window.confirm(asked.dataset.confirm)) event.preventDefault();
    target.closest("[data-drop]")?.parentElement.remove();
    const picked = target.closest("[data-pick]");
    if (picked) {
      const picker = picked.closest(".picker");
      picker.pickedAt = performance.now();
      $("[data-key]", picker).value = picked.dataset.pick;
      $("[data-name]", picker).value = picked.dataset.name;
      $("[data-name]", picker).setCustomValidity("");
      $(".chosen-picture", picker).replaceChildren(...all("img", picked).map((picture) => picture.cloneNode()));
      $(".options", picker).replaceChildren();
    }
    const text = target.closest("[data-insert]");
    if (text) {
      const fold = text.closest(".templates");
      const field = $("textarea, input:not([type=hidden])", fold.parentElement);
      field.setRangeText(text.dataset.insert, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      fold.open = false;
      field.focus();
    }
    for (const panel of all("details.ask[open], details.columns[open]")) {
      if (!panel.contains(target) && target.isConnected) panel.open = false;
    }
    for (const options of all(".picker .options")) {
      if (!options.parentElement.contains(target)) options.replaceChildren();
    }
  });

  document.addEventListener("change", (event) => {
    const target = event.target;
    if (target.matches("[data-all]")) {
      for (const box of all('tbody input[name="id"]', target.closest("table"))) box.checked = target.checked;
    }
    if (target.matches('input[name="id"], [data-all]')) countChosen();
    if (target.matches('.dates input[type="date"]')) target.form.elements.t.value = "";
    if (target.matches("[data-submit]")) target.form.requestSubmit();
    if (target.matches("[data-preview]")) {
      target.nextElementSibling?.matches(".previews") && target.nextElementSibling.remove();
      const previews = document.createElement("div");
      previews.className = "previews";
      for (const file of target.files) {
        const picture = document.createElement("img");
        picture.src = URL.createObjectURL(file);
        picture.alt = file.name;
        previews.append(picture);
      }
      target.after(previews);
    }
  });

  // How many rows an action is done to.
  const countChosen = () => {
    const chosen = $("[data-chosen]");
    if (!chosen) return;
    const count = all('tbody input[name="id"]:checked').length;
    chosen.textContent = count ? `${chosen.dataset.chosen} ${count}` : "";
  };

  // A changed form is not left by accident.
  let changed = null;
  document.addEventListener("input", (event) => { if (event.target.form?.matches("[data-guard]")) changed = event.target.form; });
  document.addEventListener("submit", (event) => { if (event.target === changed) changed = null; });
  window.addEventListener("beforeunload", (event) => { if (changed?.isConnected) event.preventDefault(); });

  // Rows that arrive after one was chosen are not offered any more.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const picker = event.detail.target?.closest?.(".picker");
    if (picker && performance.now() - (picker.pickedAt ?? -Infinity) < 1000) event.detail.shouldSwap = false;
  });

  // A name that was typed over names no row until one is chosen.
  document.addEventListener("input", (event) => {
    const name = event.target;
    if (!name.matches(".picker [data-name]")) return;
    $("[data-key]", name.parentElement).value = "";
    name.setCustomValidity(name.value === "" ? "" : name.dataset.name);
  });

  // What an action asks is sent only while it is unfolded.
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details.ask")) $("fieldset", event.target).disabled = !event.target.open;
  }, true);

  document.addEventListener("keydown", (event) => {
    if ($("#lightbox")?.open) return;
    const typing = event.target.matches?.("input, textarea, select, [contenteditable]");
    if (event.key === "Escape" && typing) event.target.blur();
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = all("[data-row]");
    const at = rows.indexOf(document.activeElement);
    for (const [key, box] of [["/", "[data-find]"], ["s", "[data-search]"]]) {
      if (event.key === key && $(box)) { $(box).focus(); $(box).select(); event.preventDefault(); }
    }
    if (event.key === "j") rows[Math.min(at + 1, rows.length - 1)]?.focus();
    if (event.key === "k") rows[Math.max(at - 1, 0)]?.focus();
    if (event.key === "n") $('a[href$="/new"]')?.click();
  });

  // A picture in full size: enlarged, turned, and taken down where it is shown.
  let pictures = [], shown = 0, zoom = 1, turn = 0;
  const draw = () => { $("#lightbox img").style.transform = `rotate(${turn}deg) scale(${zoom})`; };
  const view = (at) => {
    shown = (at + pictures.length) % pictures.length;
    [zoom, turn] = [1, 0];
    const box = $("#lightbox");
    $("img", box).src = $("a", box).href = pictures[shown];
    const form = $("form", box);
    if (form) { form.reset(); $("[role=status]", form).textContent = ""; }
    draw();
  };
  const DO = {
    in: () => { zoom = Math.min(zoom * 1.5, 8); draw(); },
    out: () => { zoom = Math.max(zoom / 1.5, 0.2); draw(); },
    anticlockwise: () => { turn -= 90; draw(); },
    clockwise: () => { turn += 90; draw(); },
    before: () => view(shown - 1),
    after: () => view(shown + 1),
    close: () => $("#lightbox").close(),
  };
  const KEYS = { "+": "in", "=": "in", "-": "out", "[": "anticlockwise", "]": "clockwise", ArrowLeft: "before", ArrowRight: "after" };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-zoom]");
    if (link && !event.ctrlKey && !event.metaKey && $("#lightbox")) {
      event.preventDefault();
      const links = all("a[data-zoom]");
      pictures = links.map((one) => one.href);
      $("#lightbox").showModal();
      view(links.indexOf(link));
    }
    DO[event.target.closest?.("#lightbox [data-do]")?.dataset.do]?.();
  });
  document.addEventListener("keydown", (event) => {
    if ($("#lightbox")?.open && !event.target.matches?.("input")) DO[KEYS[event.key]]?.();
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest?.("#lightbox form");
    if (!form) return;
    event.preventDefault();
    const [, kind, id] = new URL(pictures[shown]).pathname.match(/\/console\/(media|image)\/([^/]+)$/) ?? [];
    const resource = { media: "media", image: "images" }[kind];
    const body = new URLSearchParams({ id, reason: form.elements.reason.value });
    const reply = await fetch(`/console/r/${resource}/do/take-down`, { method: "POST", body, headers: JSON.parse(document.body.getAttribute("hx-headers")) }).catch(() => null);
    const isDone = reply?.ok && new URL(reply.url).searchParams.get("done") === "1";
    $("[role=status]", form).textContent = isDone ? form.dataset.done : form.dataset.failed;
  });

  // As long as nobody has chosen, the system's theme holds, and the button offers the other one.
  const offerLight = () => {
    const button = $('button[name="theme"][value="dark"]');
    if (!button || document.documentElement.dataset.theme || !matchMedia("(prefers-color-scheme: dark)").matches) return;
    button.value = "light";
    button.textContent = "☀";
  };

  const prepare = (root) => {
    if (window.Sortable) {
      for (const list of all("[data-order], [data-sort]", root)) window.Sortable.create(list, { animation: 120, filter: "input,button,a", preventOnFilter: false });
    }
    const newest = $("[data-bottom]", root);
    if (newest) newest.scrollTop = newest.scrollHeight;
  };
  document.addEventListener("htmx:afterSettle", (event) => prepare(event.target));
  document.addEventListener("DOMContentLoaded", () => {
    offerLight();
    prepare(document);
    countChosen();
    $(".side [aria-current]")?.scrollIntoView({ block: "nearest" });
  });
})();
