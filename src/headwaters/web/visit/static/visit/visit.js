// Each answer is kept on the device the moment it is given, and sent when there is a network. Without this script the form is sent whole.
import { banner, keep, send, waiting } from "./queue.js";

const form = document.getElementById("visit");
const questions = [...form.querySelectorAll(".question")];

const valueOf = (question) => {
  const key = question.dataset.question;
  const fields = [...question.querySelectorAll("input:not([type=hidden]),textarea,select")];
  if (question.dataset.kind === "people") return fields.filter((one) => one.checked).map((one) => one.value);
  const chosen = fields.find((one) => one.type === "radio" ? one.checked : one.name === key);
  return chosen ? chosen.value.trim() : "";
};

const put = (question, value) => {
  for (const field of question.querySelectorAll("input:not([type=hidden]),textarea,select")) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = Array.isArray(value) ? value.includes(field.value) : field.value === value;
    else if (!Array.isArray(value)) field.value = value;
  }
};

const standsFor = (question, version) => {
  question.dataset.base = version;
  const hidden = question.querySelector(`input[name="base:${CSS.escape(question.dataset.question)}"]`);
  if (hidden) hidden.value = version;
};

const say = (question, words, waits) => {
  question.querySelector(".state").textContent = words;
  question.classList.toggle("waits", waits);
};

const fold = () => {
  for (const question of questions.filter((one) => one.dataset.under)) {
    const above = questions.find((one) => one.dataset.question === question.dataset.under);
    question.classList.toggle("folded", !above || valueOf(above) !== "done");
  }
};

const told = (answer, said) => {
  const question = questions.find((one) => one.dataset.question === answer.question);
  if (!question || answer.visit !== form.dataset.visit) return;
  if (said.refused) say(question, said.refused, true);
  else say(question, said.words, said.state === "needs_you");
};

async function flush() {
  await banner(await send(told, form.dataset.account));
}

async function changed(question) {
  const version = crypto.randomUUID();
  await keep({
    version, account: form.dataset.account, visit: form.dataset.visit, story: form.dataset.story, episode: form.dataset.episode, on: form.dataset.on,
    question: question.dataset.question, value: valueOf(question), base: question.dataset.base ?? "",
    at: new Date().toISOString(), url: form.dataset.answer,
  });
  standsFor(question, version);
  say(question, form.dataset.here, true);
  fold();
  await flush();
}

for (const question of questions) question.addEventListener("change", () => changed(question));
document.getElementById("send-now")?.addEventListener("click", flush);
window.addEventListener("online", flush);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
setInterval(flush, 30_000);

// What a killed tab left behind stands on the page again.
for (const answer of await waiting()) {
  const question = questions.find((one) => one.dataset.question === answer.question);
  if (!question || answer.visit !== form.dataset.visit || answer.account !== form.dataset.account) continue;
  put(question, answer.value);
  standsFor(question, answer.version);
  say(question, answer.refused || form.dataset.here, true);
}
fold();
await flush();
