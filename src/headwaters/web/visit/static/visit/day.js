// Keeps the day's visits on this device, and sends what waits.
import { banner, send } from "./queue.js";

const list = document.getElementById("going");
const pages = [location.pathname, ...[...list.querySelectorAll("a")].map((one) => one.getAttribute("href"))];

if ("serviceWorker" in navigator && window.isSecureContext) {
  await navigator.serviceWorker.register(list.dataset.worker, { scope: "/" });
  const ready = await navigator.serviceWorker.ready;
  ready.active?.postMessage({ keep: pages, day: list.dataset.day });
}
const flush = async () => banner(await send(() => {}, list.dataset.account));
window.addEventListener("online", flush);
await flush();
