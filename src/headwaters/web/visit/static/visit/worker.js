// Answers for the pages of the day's visits where there is no network. Nothing else is ever kept; yesterday's pages are thrown away.
const PREFIX = "visits-";
const PAGE = /^\/(visits\/|family\/[^/]+\/visit\/)$/;
const PATIENCE = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data.wipe) event.waitUntil(only(null));
  if (event.data.keep) event.waitUntil(keep(event.data.keep, PREFIX + event.data.day));
});

async function only(name) {
  for (const held of await caches.keys()) if (held.startsWith(PREFIX) && held !== name) await caches.delete(held);
}

async function keep(pages, name) {
  await only(name);
  const cache = await caches.open(name);
  const parts = new Set();
  for (const page of pages) {
    const answer = await fetch(page, { credentials: "same-origin", redirect: "manual" }).catch(() => null);
    if (!answer || !answer.ok) continue;
    const text = await answer.clone().text();
    for (const found of text.matchAll(/(?:href|src)="(\/static\/[^"]+\.(?:css|js|svg))"/g)) parts.add(found[1]);
    await cache.put(page, answer);
  }
  parts.add("/static/visit/queue.js");
  for (const part of parts) await cache.add(part).catch(() => null);
}

async function current() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  return names.length ? caches.open(names[0]) : null;
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && PAGE.test(url.pathname)) event.respondWith(page(event.request, url.pathname));
  else if (url.pathname.startsWith("/static/")) event.respondWith(part(event.request, url.pathname));
});

async function page(request, path) {
  const cache = await current();
  try {
    const answer = await Promise.race([
      fetch(request),
      new Promise((_, late) => setTimeout(() => late(new Error("late")), PATIENCE)),
    ]);
    if (cache && answer.ok && !answer.redirected && (await cache.match(path))) await cache.put(path, answer.clone());
    return answer;
  } catch (reason) {
    const held = cache && (await cache.match(path));
    if (held) return held;
    throw reason;
  }
}

async function part(request, path) {
  try {
    return await fetch(request);
  } catch (reason) {
    const held = (await current()) && (await (await current()).match(path));
    if (held) return held;
    throw reason;
  }
}
