// The page: shows the conversation, sends what is typed or pressed, and tells what is going on.

import { Connection, pause } from "./connection.js";
import { plain, rendered } from "./markdown.js";

const $ = (id) => document.getElementById(id);
const log = $("log"), say = $("say"), writing = $("writing");
const STATES = { online: "Connected", offline: "Connection lost. Trying again…", code: "A code is needed" };
const PATIENCE = 400; // milliseconds before the page says that the coach is writing
const FRESH = 15_000; // milliseconds: older messages come from the conversation so far and are not read out
const WARNING = 60; // seconds before a timer runs out
const mine = new Set(); // ids of messages written here, until the server shows them
let pressed = false; // whether the last message was a button: then focus follows the answer
let timer, ticking, timed;

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function waiting(on) {
  clearTimeout(timer);
  writing.hidden = true;
  if (on) timer = setTimeout(() => { writing.hidden = false; }, PATIENCE);
}

function entry(who, name, ...content) {
  const article = element("article", { className: "message", ariaLabel: name }, ...content);
  log.append(element("div", { className: who }, article));
  log.scrollTop = log.scrollHeight;
  return article;
}

/** Says something to a screen reader that is not a message. */
function speak(text) {
  $("spoken").textContent = text;
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.classList.add("copied");
    speak("Copied");
  } catch {
    speak("Copying is not allowed");
    button.title = "Copying is not allowed";
  }
  await pause(2000);
  button.classList.remove("copied");
}

function choices(actions) {
  const list = element("ul", { className: "choices", ariaLabel: "Next steps" });
  for (const action of actions) {
    const button = element("button", { type: "button", textContent: action.title });
    button.onclick = () => { pressed = true; send(action.text, action.value); };
    list.append(element("li", {}, button));
  }
  return list;
}

function inWords(seconds) {
  const minutes = Math.floor(seconds / 60), rest = Math.floor(seconds % 60);
  return [minutes && `${minutes} min`, (rest || !minutes) && `${rest} s`].filter(Boolean).join(" ");
}

/** A timer of an earlier message no longer counts. */
function halt() {
  clearInterval(ticking);
  if (timed) timed.textContent = timed.dataset.label;
  timed = undefined;
}

/** A timer that runs down in the message that tells of it. It never ends anything; it speaks a minute before and once. */
function runDown(article, { label, seconds, ends }) {
  timed = [...article.querySelectorAll(".note")].find((note) => note.textContent.startsWith(label));
  if (!timed || !ends) return;
  timed.setAttribute("role", "timer");
  timed.dataset.label = label;
  let told = Math.min((ends - Date.now()) / 1000, seconds) <= WARNING;
  const tick = () => {
    const left = Math.min((ends - Date.now()) / 1000, seconds);
    timed.textContent = left > 0 ? `${label}: ${inWords(left)} left` : `${label}: the time is up; go on as long as you like`;
    if (left <= 0) clearInterval(ticking);
    if (left <= 0 || (!told && left <= WARNING)) {
      told = true;
      speak(timed.textContent);
    }
  };
  if (ends <= Date.now()) timed.textContent = `${label}: the time is up; go on as long as you like`;
  else {
    tick();
    ticking = setInterval(tick, 1000);
  }
}

function answer(activity) {
  waiting(false);
  document.querySelectorAll(".choices").forEach((old) => old.remove());
  document.querySelectorAll(".copy").forEach((old) => { old.tabIndex = -1; }); // one stop for the keyboard, not one a message
  const button = element("button", { type: "button", className: "copy", textContent: "Copy" });
  button.onclick = () => copy(button, plain(activity.text));
  const head = element("div", { className: "who" }, element("b", {}, "Coach"), button);
  const article = entry("coach", "Coach", head, ...rendered(activity.text));
  halt();
  if (activity.channelData?.timer) runDown(article, activity.channelData.timer);
  const actions = activity.suggestedActions?.actions ?? [];
  if (actions.length) article.append(choices(actions));
  article.scrollIntoView({ block: article.offsetHeight > log.clientHeight ? "start" : "end" });
  if (pressed) {
    article.tabIndex = -1;
    article.focus({ preventScroll: true });
    pressed = false;
  }
}

function shown(activity) {
  log.ariaBusy = String(Date.now() - Date.parse(activity.timestamp ?? Date()) > FRESH);
  const id = activity.channelData?.clientActivityID;
  if (activity.type === "typing") writing.hidden = false;
  else if (activity.type === "refused") {
    waiting(false);
    entry("coach", "Not sent", element("p", { className: "failed" }, `Not sent: ${activity.text}`));
  } else if (activity.type === "message") {
    if (activity.from.role === "bot") answer(activity);
    else if (!mine.delete(id)) entry("person", "You", activity.text);
  }
}

function send(text, value) {
  entry("person", "You", text);
  mine.add(connection.say(text, value));
  waiting(true);
}

function state(name) {
  if ($("status").textContent !== STATES[name]) $("status").textContent = STATES[name];
  if (name !== "online") waiting(false);
  if (name === "code") askCode(true);
}

function askCode(needed) {
  $("code-cancel").hidden = needed;
  $("code-error").textContent = "";
  if (!$("code-dialog").open) $("code-dialog").showModal();
}

/** A link to a workshop: its code lets in where one is needed, and says to join. It leaves the address, so it is not kept. */
async function join(code) {
  history.replaceState(null, "", location.pathname);
  try {
    await connection.open();
  } catch {
    await connection.open(code);
  }
  send(`join ${code}`);
}

async function enter(event) {
  event.preventDefault();
  const code = $("code").value.trim();
  const refused = (text) => {
    $("code-error").textContent = text;
    $("code").ariaInvalid = String(Boolean(text));
  };
  refused(code ? "" : "Type the code first.");
  if (!code) return;
  try {
    await connection.open(code);
    log.replaceChildren();
    mine.clear();
    $("code").value = "";
    $("code-dialog").close();
    say.focus();
  } catch (error) {
    refused(error.message);
  }
}

async function download() {
  const kept = await connection.ask("GET", "/chat/export");
  const url = URL.createObjectURL(new Blob([JSON.stringify(kept, null, 1)], { type: "application/json" }));
  element("a", { href: url, download: "cvf-coach.json" }).click();
  speak("Downloaded");
  await pause(10_000);
  URL.revokeObjectURL(url);
}

async function goOn() {
  $("resume-code").textContent = (await connection.ask("POST", "/chat/resume-code")).code;
  $("resume-dialog").showModal();
}

function menu(open) {
  $("menu").hidden = !open;
  $("menu-button").setAttribute("aria-expanded", String(open));
}

function fit() {
  say.style.height = "auto";
  say.style.height = `${say.scrollHeight + 2}px`;
}

const connection = new Connection(shown, state);
const steps = {
  help: () => { pressed = true; send("help"); },
  "go-on": goOn,
  "enter-code": () => askCode(false),
  download,
  forget: () => { pressed = true; send("Delete what is stored about me", { choose: "do/forget" }); },
};
for (const [id, step] of Object.entries(steps)) {
  $(id).onclick = async () => {
    menu(false);
    $("menu-button").focus();
    try { await step(); } catch { state("offline"); }
  };
}
$("menu-button").onclick = () => menu($("menu").hidden);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !$("menu").hidden) { menu(false); $("menu-button").focus(); }
});
$("code-form").onsubmit = enter;
$("code-cancel").onclick = () => $("code-dialog").close();
$("code-dialog").oncancel = (event) => { if ($("code-cancel").hidden) event.preventDefault(); };
say.oninput = fit;
say.onkeydown = (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("form").requestSubmit();
};
$("form").onsubmit = (event) => {
  event.preventDefault();
  const text = say.value.trim();
  if (!text) return;
  say.value = "";
  fit();
  send(text);
};

async function start() {
  const joining = new URLSearchParams(location.hash.slice(1)).get("join");
  if (joining && /^[\w -]{16,24}$/.test(joining)) {
    try { await join(joining); return; } catch { state("code"); return; }
  }
  for (let wait = 250; ; wait = Math.min(wait * 2, 10_000)) {
    try { await connection.open(); return; } catch (error) {
      if (error.status === 401) { state("code"); return; }
      state("offline");
      await pause(wait);
    }
  }
}
start();
say.focus();
