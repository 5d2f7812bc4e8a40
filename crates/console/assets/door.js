// The page of the door: scans codes, shows the verdict, and works on by the list while there is no network.
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const door = $("door");
  if (!door) return;
  const texts = JSON.parse(door.dataset.texts);
  const base = `/console/door/${door.dataset.project}`;
  const WAIT_MS = 4000, RETRY_MS = 5000, COUNTS_MS = 30_000, PAUSE_MS = 2500, MOST_SENT = 50, MOST_SHOWN = 10;

  // What the device keeps: the gate, the list, what it admitted since, the scans to send, the double entries.
  const stored = (name, nothing) => {
    try { return JSON.parse(localStorage.getItem(`${base}/${name}`)) ?? nothing; } catch { return nothing; }
  };
  const store = (name, value) => localStorage.setItem(`${base}/${name}`, JSON.stringify(value));
  let list = stored("list", null);
  let kept = stored("kept", []);
  let conflicts = stored("conflicts", []);
  let admittedHere = stored("admitted", []);
  let open = new Set(list?.open), used = new Set([...(list?.used ?? []), ...admittedHere]);
  const keepUsed = (digest) => {
    if (used.has(digest)) return;
    used.add(digest);
    admittedHere.push(digest);
    store("admitted", admittedHere);
  };

  const fill = (text, ...values) => values.reduce((left, value) => left.replace("{}", value), text);
  const items = (to, all) => to.replaceChildren(...all.map((text) => {
    const item = document.createElement("li");
    item.textContent = text;
    return item;
  }));

  const latest = [];
  const show = (word, detail) => {
    const kind = { admitted: "good", used: "wait", invalid: "bad" }[word] ?? "open";
    $("verdict").className = `verdict ${kind}`;
    $("verdict").firstElementChild.textContent = texts[word];
    $("detail").textContent = detail;
    latest.unshift(`${new Date().toTimeString().slice(0, 8)} ${texts[word]} ${detail}`);
    latest.length = Math.min(latest.length, MOST_SHOWN);
    items($("latest"), latest);
    navigator.vibrate?.(kind === "good" ? 80 : [200, 80, 200]);
  };

  const showState = () => {
    $("taken").textContent = list ? fill(texts.taken, list.taken, list.tickets) + (list.is_complete ? "" : ` · ${texts.tooMany}`) : $("taken").textContent;
    $("kept").textContent = kept.length ? fill(texts.kept, kept.length) : "";
    items($("conflicts"), conflicts);
  };
  const showCounts = ({ sold, admitted, gates, doubles }) => {
    const share = sold ? ` · ${Math.floor(admitted * 100 / sold)}%` : "";
    $("counts").textContent = `${admitted} / ${sold}${share}`;
    items($("gates"), [...gates.map(([gate, count]) => fill(texts.gate, gate, count)), ...(doubles ? [fill(texts.doubles, doubles)] : [])]);
  };
  const showNetwork = (online, text) => {
    $("network").textContent = text ?? (online ? texts.online : texts.offline);
    $("network").classList.toggle("down", !online);
  };

  class Offline extends Error {}
  // Asks the server. A reply that is no reply of this page means that nobody is signed in, or that the server is busy.
  const ask = async (path, fields) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), WAIT_MS);
    let response;
    try {
      const body = fields && new URLSearchParams(fields);
      const headers = fields && { "x-csrf-token": door.dataset.csrf };
      response = await fetch(base + path, { method: fields ? "POST" : "GET", body, headers, redirect: "manual", signal: stop.signal, cache: "no-store" });
    } catch {
      throw new Offline();
    } finally {
      clearTimeout(timer);
    }
    if (response.type === "opaqueredirect" || response.status === 403) throw new Error(texts.signIn);
    if (response.status >= 500) throw new Offline();
    if (!response.ok) throw new Error(texts.busy);
    return response.json();
  };
  const send = async (scans) => {
    const now = Date.now();
    const sent = scans.map(({ scan, code, at, kept: isKept }) => ({ scan, code, age_ms: Math.max(now - at, 0), kept: isKept }));
    const reply = await ask("/scans", { gate: $("gate").value, scans: JSON.stringify(sent) });
    showNetwork(true);
    showCounts(reply.counts);
    return reply.verdicts;
  };

  // What was admitted without a network is sent before anything else.
  let settling = null;
  const settle = () => settling ??= (async () => {
    while (kept.length) {
      const some = kept.slice(0, MOST_SENT);
      const verdicts = await send(some);
      for (const { word, detail } of verdicts) {
        if (word !== "admitted") conflicts.unshift(fill(texts.conflict, detail));
      }
      kept = kept.slice(some.length);
      store("kept", kept);
      store("conflicts", conflicts);
      showState();
    }
  })().finally(() => { settling = null; });

  const digest = async (code) => {
    const plain = code.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(plain)));
    return [...bytes.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const checkByList = async (scan) => {
    if (!list || !crypto.subtle) return show("unchecked", texts.noList);
    const own = await digest(scan.code);
    if (used.has(own)) return show("used", texts.usedHere);
    if (!open.has(own)) return show("invalid", fill(texts.notListed, list.taken));
    kept.push({ ...scan, kept: true });
    store("kept", kept);
    keepUsed(own);
    show("admitted", texts.listed);
    return showState();
  };

  const number = () => `${Date.now().toString(36)}-${[...crypto.getRandomValues(new Uint32Array(3))].map((n) => n.toString(36)).join("")}`;
  let last = "", lastAt = 0;
  const checkOne = async (scan) => {
    try {
      await settle();
      const [verdict] = await send([scan]);
      if (list && crypto.subtle && verdict.word !== "invalid") keepUsed(await digest(scan.code));
      show(verdict.word, verdict.detail);
    } catch (error) {
      if (error instanceof Offline) {
        showNetwork(false);
        await checkByList(scan);
      } else {
        show("unchecked", error.message);
      }
    }
  };
  // One after the other, so that a scan waits for the one before it and for the list.
  let turn = Promise.resolve();
  const inTurn = (job) => turn = turn.then(job).catch((error) => show("unchecked", error.message));
  const check = (code) => {
    const scan = { scan: number(), code, at: Date.now() };
    return inTurn(() => checkOne(scan));
  };

  $("scan").addEventListener("submit", (event) => {
    event.preventDefault();
    const code = $("code").value.trim();
    $("code").value = "";
    $("code").focus();
    if (code) check(code);
  });

  const take = async () => {
    if (!crypto.subtle) { $("taken").textContent = texts.noDigest; return; }
    try {
      await settle();
      list = await ask("/list");
      showCounts(list.counts);
      [open, used, admittedHere] = [new Set(list.open), new Set(list.used), []];
      store("list", list);
      store("admitted", admittedHere);
      showNetwork(true);
      showState();
    } catch (error) {
      showNetwork(false, error instanceof Offline ? texts.offline : error.message);
    }
  };
  $("take").addEventListener("click", () => inTurn(take));

  $("gate").value = stored("gate", $("gate").value);
  $("gate").addEventListener("change", () => store("gate", $("gate").value));

  // The camera: the browser's own reader of codes where there is one, else the library.
  let reader = null;
  const load = (source) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = source;
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
  const newReader = async () => {
    const formats = await window.BarcodeDetector?.getSupportedFormats().catch(() => []);
    if (formats?.includes("qr_code")) {
      const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      return async (video) => (await detector.detect(video))[0]?.rawValue ?? "";
    }
    await load(door.dataset.decoder);
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d", { willReadFrequently: true });
    return async (video) => {
      [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
      context.drawImage(video, 0, 0);
      return window.decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
    };
  };
  let stream = null;
  const look = async () => {
    if (!stream) return;
    const code = $("view").videoWidth ? await reader($("view")).catch(() => "") : "";
    // A code that stays before the camera is one scan.
    const isNew = code && (code !== last || Date.now() - lastAt > PAUSE_MS);
    if (code) [last, lastAt] = [code, Date.now()];
    if (isNew) await check(code);
    setTimeout(look, 120);
  };
  $("camera").addEventListener("click", async () => {
    if (stream) {
      for (const track of stream.getTracks()) track.stop();
      stream = null;
    } else {
      try {
        reader ??= await newReader();
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
        $("view").srcObject = stream;
        await $("view").play();
        look();
      } catch {
        stream = null;
        $("detail").textContent = texts.noCamera;
      }
    }
    $("view").hidden = !stream;
    $("camera").textContent = stream ? texts.stop : texts.start;
  });

  // The counts stay fresh, and what was kept is sent when the network is back. Scans bring the counts too.
  let timer = 0;
  const refresh = async () => {
    try {
      await settle();
      await send([]);
    } catch (error) {
      showNetwork(false, error instanceof Offline ? undefined : error.message);
    }
    clearTimeout(timer);
    timer = setTimeout(refresh, kept.length ? RETRY_MS : COUNTS_MS);
  };
  window.addEventListener("online", refresh);
  navigator.serviceWorker?.register("/console/door/worker.js").catch(() => {});
  showState();
  $("code").focus();
  refresh();
})();
