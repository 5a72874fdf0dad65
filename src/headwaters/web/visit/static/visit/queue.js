// What was typed and not sent yet, in the device's own store; each answer under its own id, in the order it was given.
const NAME = "headwaters-visits";

function opened() {
  return new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("answers", { keyPath: "place", autoIncrement: true });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

async function within(mode, act) {
  const db = await opened();
  return new Promise((done, failed) => {
    const transaction = db.transaction("answers", mode);
    const request = act(transaction.objectStore("answers"));
    transaction.oncomplete = () => { db.close(); done(request.result); };
    transaction.onerror = () => { db.close(); failed(transaction.error); };
  });
}

export const keep = (answer) => within("readwrite", (store) => store.add(answer));
export const waiting = () => within("readonly", (store) => store.getAll());
export const remove = (place) => within("readwrite", (store) => store.delete(place));
export const replace = (answer) => within("readwrite", (store) => store.put(answer));

// Sends what waits, oldest first. `told(answer, answered)` hears of each; returns "sent", "offline" or "sign-in".
// Answers of somebody else who was signed in on this device stay until they are back.
export async function send(told, account) {
  const send_all = async () => {
    for (const answer of await waiting()) {
      if (answer.refused || answer.account !== account) continue;
      let answered;
      try {
        answered = await fetch(answer.url, {
          method: "POST", redirect: "manual", credentials: "same-origin",
          headers: { "Content-Type": "application/json", "X-CSRFToken": token() }, body: JSON.stringify(answer),
        });
      } catch { return "offline"; }
      if (answered.type === "opaqueredirect" || answered.status === 403) return "sign-in";
      if (answered.status >= 500) return "offline";
      const said = await answered.json().catch(() => ({}));
      if (answered.ok) await remove(answer.place);
      else await replace({ ...answer, refused: said.refused || String(answered.status) });
      told(answer, answered.ok ? said : { refused: said.refused || String(answered.status) });
    }
    return "sent";
  };
  // One tab at a time: two would send the same answers in a mixed order.
  return navigator.locks ? navigator.locks.request("headwaters-visits", send_all) : send_all();
}

function token() {
  return document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

export async function banner(state) {
  const line = document.getElementById("sync");
  if (!line) return;
  const left = (await waiting()).length;
  const words = [];
  if (!navigator.onLine || state === "offline") words.push(line.dataset.offline);
  if (left === 1) words.push(line.dataset.one);
  if (left > 1) words.push(line.dataset.many.replace("%n", left));
  if (left && state === "sign-in") words.push(line.dataset.sign);
  let text = line.querySelector("span");
  if (!text) { text = document.createElement("span"); line.prepend(text); }
  text.textContent = words.join(" ");
  line.hidden = words.length === 0;
}
