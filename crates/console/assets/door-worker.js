// Keeps the page of the door and its files, for when there is no network.
"use strict";
const KEPT = "door";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  const isPage = request.mode === "navigate";
  if (request.method !== "GET" || !(isPage || pathname.startsWith("/console/assets/"))) return;
  event.respondWith((async () => {
    const kept = await caches.open(KEPT);
    try {
      const response = await fetch(request);
      if (response.ok && !response.redirected) await kept.put(request, response.clone());
      return response;
    } catch (error) {
      const found = await kept.match(request);
      if (found) return found;
      throw error;
    }
  })());
});
