// Lists jobs as the API gives them. Everything a job says is put in as text, never as markup.
"use strict";

const EVERY_MS = 1000;
const SHOWN = 100;
const body = document.querySelector("#jobs tbody");
const summary = document.querySelector("#summary");

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined && text !== null) made.textContent = text;
  return made;
}

function size(bytes) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  while (bytes >= 1024 && unit < units.length - 1) { bytes /= 1024; unit++; }
  return (unit ? bytes.toFixed(1) : bytes) + " " + units[unit];
}

function duration(seconds) {
  if (seconds < 1) return Math.round(seconds * 1000) + " ms";
  if (seconds < 60) return seconds.toFixed(1) + " s";
  return Math.floor(seconds / 60) + " min " + Math.floor(seconds % 60) + " s";
}

function took(job) {
  return job.startedAt && job.finishedAt
    ? duration((Date.parse(job.finishedAt) - Date.parse(job.startedAt)) / 1000) : "";
}

function state(job) {
  const cell = element("td");
  const name = element("span", "state " + job.state, job.state.toLowerCase());
  const why = job.error || job.waiting;
  if (why) name.append(element("small", "why", why));
  cell.append(name);
  return cell;
}

function progress(job) {
  const cell = element("td", "progress");
  const bar = element("progress");
  bar.max = 1;
  bar.value = job.progress;
  bar.setAttribute("aria-label", "Progress of job " + job.id);
  const stages = job.stages.map(s => s.name + " " + s.done + "/" + s.created).join("  ");
  const left = job.etaSeconds === null ? "" : "  ·  " + duration(job.etaSeconds) + " to go";
  cell.append(bar, element("small", "", Math.floor(job.progress * 100) + " %  " + stages + left));
  return cell;
}

function results(job) {
  const cell = element("td");
  for (const result of job.results) {
    const link = element("a", "", result.name);
    // The path only: the page may be reached under another name than the one in the address.
    link.href = new URL(result.url).pathname;
    link.title = size(result.size);
    cell.append(link);
  }
  return cell;
}

function row(job) {
  const made = element("tr");
  const input = element("td", "input", job.input.key.split("/").pop());
  input.title = job.input.bucket + "/" + job.input.key;
  made.append(
    element("td", "number", job.id), state(job), progress(job), element("td", "", job.source),
    input, element("td", "number", size(job.input.size)),
    element("td", "when", new Date(job.submittedAt).toLocaleString()),
    element("td", "number", took(job)), results(job));
  return made;
}

function show(jobs) {
  document.querySelector("#empty").hidden = jobs.length > 0;
  document.querySelector("#jobs").hidden = jobs.length === 0;
  const active = jobs.filter(j => j.state === "ACTIVE" || j.state === "ACCEPTED").length;
  const failed = jobs.filter(j => j.state === "FAILED").length;
  const words = jobs.length === 0 ? "Ready" : active + " at work, " + failed + " failed, of "
    + (jobs.length < SHOWN ? jobs.length : "the last " + SHOWN);
  if (summary.textContent !== words) summary.textContent = words;
  summary.className = "";
  body.replaceChildren(...jobs.map(row));
}

let last = "";
async function refresh() {
  try {
    const answer = await fetch(new URL("/api/v1/jobs?limit=" + SHOWN, location.origin));
    if (!answer.ok) throw new Error(answer.status);
    const text = await answer.text();
    // Drawn anew only when something changed, or a link could not be clicked in time.
    if (text !== last) show(JSON.parse(text).jobs);
    last = text;
  } catch (e) {
    last = "";
    summary.textContent = "The system does not answer; asking again.";
    summary.className = "lost";
  }
  setTimeout(refresh, document.hidden ? 5 * EVERY_MS : EVERY_MS);
}
refresh();
