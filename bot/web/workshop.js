// Keeps the facilitator's page up to date: the page itself is asked for again and its live part put in place.

const EVERY = 3000; // milliseconds
const button = document.getElementById("updates"), told = document.getElementById("updated");
let on = true;

async function update() {
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(response.status);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const live = page.getElementById("live");
    if (!live) return location.reload(); // it is over: the figures are there
    const shown = document.getElementById("live");
    if (live.textContent !== shown.textContent) shown.replaceWith(document.adoptNode(live));
    if (told.textContent) told.textContent = "";
  } catch {
    told.textContent = "Connection lost. Trying again…";
  }
}

button.hidden = false;
button.onclick = () => {
  on = !on;
  button.textContent = on ? "Stop updating" : "Go on updating";
  if (on) update();
};
setInterval(() => on && !document.hidden && update(), EVERY);
