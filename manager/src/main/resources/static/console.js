// What all pages share: when to ask again, times in the reader's zone, steps and their confirmation.
"use strict";

// --- On a phone the sections stand in a row that is wider than the screen: the one we are in is seen.
document.querySelector(".side nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

// --- When a page's live part is asked for again: the one place that knows.

const POLL_MS = 1000;
const AGES_MS = 15000;
// What the system shows may be this much older than what it has just said.
const SHARED_MS = 1100;

const refresher = (() => {
  const kinds = (document.querySelector("main[data-kinds]")?.dataset.kinds ?? "").split(" ").filter(Boolean);
  let source = null;
  let timer = null;
  let due = false;

  function refresh() {
    if (document.hidden) { due = true; return; }
    due = false;
    htmx.trigger(document.body, "refresh");
  }

  // At once, and when what was shown then has been made anew.
  let again = null;
  function changed() {
    refresh();
    clearTimeout(again);
    again = setTimeout(refresh, SHARED_MS);
  }

  function poll() {
    clearInterval(timer);
    timer = setInterval(refresh, POLL_MS);
  }

  // The system says what has changed. Where it has no such stream, the page asks every second.
  function listen() {
    if (source) return;
    source = new EventSource("/api/v1/events");
    source.addEventListener("changed", event => {
      if (JSON.parse(event.data).kinds.some(kind => kinds.includes(kind))) changed();
    });
    source.addEventListener("open", () => {
      clearInterval(timer);
      timer = setInterval(refresh, AGES_MS);
    });
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) poll();
    });
  }

  // A page that nobody sees holds no connection: browsers have few of them for each host.
  function follow() {
    if (document.hidden) {
      source?.close();
      source = null;
      clearInterval(timer);
    } else {
      listen();
      if (due) refresh();
    }
  }

  if (kinds.length > 0) {
    document.addEventListener("visibilitychange", () => { due = due || !document.hidden; follow(); });
    follow();
  }
  return { refresh: changed };
})();

const connection = document.querySelector("#connection");
function connected(yes) {
  if (!connection) return;
  connection.classList.toggle("lost", !yes);
  const words = yes ? "Live" : "No answer; asking again";
  if (connection.textContent !== words) connection.textContent = words;
}
document.body.addEventListener("htmx:afterRequest", event => {
  const status = event.detail.xhr.status;
  connected(status > 0 && status < 500);
  if (status === 401) location.reload();
});
document.body.addEventListener("htmx:configRequest", event => {
  Object.assign(event.detail.headers, csrf());
});

// --- Times: in the reader's zone, UTC on hover.

const clock = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

function ago(then, now) {
  const seconds = Math.round((now - then) / 1000);
  const past = Math.abs(seconds);
  const words = past < 60 ? past + " s" : past < 3600 ? Math.floor(past / 60) + " min"
    : past < 86400 ? Math.floor(past / 3600) + " h" : Math.floor(past / 86400) + " d";
  return seconds < -1 ? "in " + words : past < 2 ? "just now" : words + " ago";
}

function times(root) {
  const now = Date.now();
  for (const element of root.querySelectorAll("time[data-as]")) {
    const then = Date.parse(element.dateTime);
    if (Number.isNaN(then)) continue;
    const words = element.dataset.as === "ago" ? ago(then, now) : clock.format(then);
    if (element.textContent !== words) element.textContent = words;
    const local = element.dataset.as === "ago" ? clock.format(then) + " · " : "";
    element.title = local + new Date(then).toISOString().replace("T", " ").replace(/\.\d+Z/, " UTC");
  }
}
times(document);
setInterval(() => times(document), 1000);
document.body.addEventListener("htmx:afterSwap", event => times(event.detail.target));

// --- The switch between light and dark.

document.querySelector("#theme")?.addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try { localStorage.setItem("theme", root.dataset.theme); } catch (noStorage) { /* for this page then */ }
  document.dispatchEvent(new Event("theme"));
});

// --- Keys: / for the search.

document.addEventListener("keydown", event => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, dialog")) return;
  event.preventDefault();
  const search = document.querySelector("[data-search]");
  if (search) search.focus(); else location.href = "/jobs#search";
});
if (location.hash === "#search") document.querySelector("[data-search]")?.focus();

// --- Steps. What may be done, and why not, is the API's to say.

function csrf() {
  const token = document.querySelector("meta[name=csrf-token]")?.content;
  return token ? { "X-CSRF-TOKEN": token } : {};
}

async function send(url, body, { method = "POST", match } = {}) {
  const answer = await fetch(url, {
    method,
    headers: { ...csrf(), ...(match ? { "If-Match": match } : {}), Accept: "application/json", ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  let said = null;
  try { said = text ? JSON.parse(text) : null; } catch (notJson) { /* a page of some proxy */ }
  if (!answer.ok) throw new Error(said?.detail ?? "The system answered " + answer.status);
  return said;
}

function toast(text, bad) {
  const made = document.createElement("div");
  made.className = bad ? "toast bad" : "toast";
  made.textContent = text;
  document.querySelector("#toasts").append(made);
  setTimeout(() => made.remove(), bad ? 12000 : 5000);
}

// Asks, and answers whether the person said yes.
function ask({ title, text, yes, no, list }) {
  const dialog = document.querySelector("#ask");
  dialog.querySelector("#ask-title").textContent = title;
  dialog.querySelector("#ask-text").textContent = text ?? "";
  dialog.querySelector("#ask-yes").textContent = yes ?? "Do it";
  dialog.querySelector("#ask-no").textContent = no ?? "Leave it";
  dialog.querySelector("ul")?.remove();
  if (list?.length) {
    const made = document.createElement("ul");
    made.append(...list.map(each => Object.assign(document.createElement("li"), { textContent: each })));
    dialog.querySelector("#ask-text").after(made);
  }
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise(done => dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true }));
}

// In place of what was to be changed, what has been.
function tell(place, done, changes) {
  const note = document.createElement("div");
  note.className = "note";
  note.id = place.id;
  const list = document.createElement("ul");
  list.append(...changes.map(each => Object.assign(document.createElement("li"), { textContent: each })));
  note.append(Object.assign(document.createElement("b"), { textContent: done + "." }), list);
  note.tabIndex = -1;
  place.replaceWith(note);
  note.focus();
}

async function step(element) {
  const { post, method, match, body, confirm, text, yes, no, done, goto, changes } = element.dataset;
  if (confirm && !await ask({ title: confirm, text, yes, no })) return;
  element.disabled = true;
  try {
    const said = await send(post, body === undefined ? undefined : JSON.parse(body), { method, match });
    if (changes) tell(document.getElementById(changes), done, said.changes);
    const refused = said?.refused?.length ?? 0;
    toast((said?.done === undefined ? done : done.replace("{done}", said.done))
      + (refused ? `; ${refused} refused: ${said.refused[0].reason}` : ""), refused > 0);
    if (goto) location.href = goto.endsWith("/") ? goto + said.id : goto;
    else refresher.refresh();
  } catch (e) {
    toast(e.message, true);
  }
  element.disabled = false;
}

// --- The same step on many jobs, one after the other; each is refused or done by itself.

const AT_ONCE = 4;
const NAMED = 8;
const PAST = { pause: "paused", resume: "resumed", retry: "retried", cancel: "cancelled" };

async function bulk(element) {
  const name = element.dataset.bulk;
  const filter = element.dataset.filter;
  const answer = await fetch(`/jobs/selection?step=${name}&${filter}`, { headers: { Accept: "application/json" } });
  const said = await answer.json();
  if (!answer.ok) { toast(said.detail, true); return; }
  const count = said.ids.length;
  if (count === 0) { toast(`No job of this filter can be ${PAST[name]}`); return; }
  const jobs = count === 1 ? "1 job" : (said.more ? "the newest " : "") + count.toLocaleString("en") + " jobs";
  const sure = await ask({
    title: `${name[0].toUpperCase() + name.slice(1)} ${jobs}?`,
    text: filter ? "All that match: " + decodeURIComponent(filter.replaceAll("&", ", ").replaceAll("+", " ")) : "These are all jobs: no filter is set.",
    list: said.ids.slice(0, NAMED).map(id => "Job " + id).concat(count > NAMED ? ["and " + (count - NAMED).toLocaleString("en") + " more"] : []),
    yes: `${name[0].toUpperCase() + name.slice(1)} ${jobs}`,
  });
  if (!sure) return;
  element.disabled = true;
  const refused = [];
  let ended = 0;
  const progress = document.createElement("div");
  progress.className = "toast";
  document.querySelector("#toasts").append(progress);
  const queue = [...said.ids];
  async function work() {
    while (queue.length) {
      const id = queue.shift();
      try { await send(`/api/v1/jobs/${id}/${name}`); } catch (e) { refused.push(e.message); }
      progress.textContent = `${++ended} of ${count} …`;
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  progress.remove();
  element.disabled = false;
  toast(`${count - refused.length} ${PAST[name]}` + (refused.length ? `, ${refused.length} refused: ${refused[0]}` : ""), refused.length > 0);
  refresher.refresh();
}

// A filter of dead letters is asked how many it holds before anything is done with it.
async function counted(element) {
  const { count, verb } = element.dataset;
  const answer = await fetch(count, { headers: { Accept: "application/json" } });
  const said = await answer.json();
  if (!answer.ok) { toast(said.detail, true); return; }
  const number = said.total.toLocaleString("en") + (said.more ? " or more" : "");
  element.dataset.confirm = `${verb} ${number} dead ${said.total === 1 && !said.more ? "letter" : "letters"}?`;
  element.dataset.yes = `${verb} ${number}`;
  await step(element);
}

// Where a job can begin anew is asked when somebody wants it to: it changes as data is given up.
async function openDialog(dialog) {
  const { starts } = dialog.dataset;
  if (starts) {
    const choices = dialog.querySelector(".choices");
    while (choices.children.length > 1) choices.lastChild.remove();
    const answer = await fetch(starts, { headers: { Accept: "application/json" } });
    const said = await answer.json();
    if (!answer.ok) { toast(said.detail, true); return; }
    choices.append(...said.stages.map(choice));
    const possible = choices.querySelector("input:enabled");
    if (possible) possible.checked = true;
    dialog.querySelector("button.primary").disabled = !possible;
  }
  dialog.showModal();
}

function choice({ stage, refusal }, place) {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type: "radio", name: "from", value: stage, disabled: refusal !== null });
  const text = document.createElement("span");
  const why = Object.assign(document.createElement("small"), { textContent: refusal ?? (place === 0 ? "over the same input" : "with what it had received there") });
  text.append(place === 0 ? "at the start, " : "at ", Object.assign(document.createElement("b"), { textContent: stage }), " ", why);
  label.append(input, text);
  return label;
}

document.addEventListener("click", event => {
  const element = event.target.closest("[data-post], [data-bulk], [data-open], [data-close]");
  if (!element) return;
  if (element.dataset.bulk) bulk(element);
  else if (element.dataset.count) counted(element);
  else if (element.dataset.post) step(element);
  else if (element.dataset.open) openDialog(document.getElementById(element.dataset.open));
  else element.closest("dialog").close();
});

// Forms whose fields go to the API as one JSON object; empty fields are left out.
document.addEventListener("submit", async event => {
  const form = event.target.closest("form[data-api]");
  if (!form) return;
  event.preventDefault();
  const fields = [...new FormData(form)].filter(([name, value]) => value !== "" || name === form.dataset.keep);
  try {
    const body = Object.fromEntries(fields);
    const [same, again] = form.dataset.same?.split(" ") ?? [];
    if (same && body[same] !== body[again]) throw new Error("The two are not the same: type them again.");
    delete body[again];
    // A browser's lines end in one way, whatever those of the text did.
    const { keep, ends } = form.dataset;
    if (keep) body[keep] = body[keep].replace(/\r\n/g, "\n").replace(/\n/g, ends === "crlf" ? "\r\n" : "\n");
    if (form.dataset.ids) body.ids = form.dataset.ids.split(",").map(Number);
    const said = await send(form.dataset.api, body);
    toast(form.dataset.done);
    form.closest("dialog")?.close();
    if ("reset" in form.dataset) form.reset();
    const { goto } = form.dataset;
    if (goto) location.href = goto.endsWith("/") ? goto + said.id : goto;
    else refresher.refresh();
  } catch (e) {
    toast(e.message, true);
  }
});
