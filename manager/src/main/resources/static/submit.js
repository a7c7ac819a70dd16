// Sends a file, saying how much of it has gone, or names an object; then goes to the job's page.
"use strict";

(() => {
  const UNITS = ["B", "KiB", "MiB", "GiB"];
  function size(bytes) {
    let unit = 0;
    while (bytes >= 1024 && unit < UNITS.length - 1) { bytes /= 1024; unit++; }
    return (unit ? bytes.toFixed(1) : bytes) + " " + UNITS[unit];
  }

  function upload(file, query, told) {
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      request.open("POST", "/api/v1/jobs?" + query);
      for (const [name, value] of Object.entries(csrf())) request.setRequestHeader(name, value);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.upload.addEventListener("progress", event => told(event.loaded));
      request.addEventListener("load", () => {
        let said = null;
        try { said = JSON.parse(request.responseText); } catch (notJson) { /* a page of some proxy */ }
        if (request.status < 300) done(said);
        else failed(new Error(said?.detail ?? "The system answered " + request.status));
      });
      request.addEventListener("error", () => failed(new Error("The system went away while the file was sent; send it again")));
      request.send(file);
    });
  }

  // Asked first, so that a refused file is not sent to its end.
  async function allowed(query) {
    const answer = await fetch("/api/v1/submission?" + query, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error((await answer.json()).detail);
  }

  const form = document.querySelector("#submit");
  form?.addEventListener("submit", async event => {
    event.preventDefault();
    const { file, bucket, key, source, pipeline, queue } = form.elements;
    const given = Object.fromEntries([source, pipeline, queue].filter(each => each.value).map(each => [each.name, each.value]));
    const chosen = file.files[0];
    const area = form.querySelector("#sending");
    const button = form.querySelector("#send");
    button.disabled = true;
    try {
      let job;
      if (chosen) {
        await allowed(new URLSearchParams(given));
        area.hidden = false;
        const [bar, words] = [area.querySelector("progress"), area.querySelector("p")];
        job = await upload(chosen, new URLSearchParams({ ...given, name: chosen.name }), sent => {
          bar.value = chosen.size ? sent / chosen.size : 1;
          words.textContent = `${size(sent)} of ${size(chosen.size)}`;
        });
      } else {
        job = await send("/api/v1/jobs", { ...given, input: { bucket: bucket.value || null, key: key.value || null } });
      }
      location.href = "/jobs/" + job.id;
    } catch (e) {
      area.hidden = true;
      button.disabled = false;
      toast(e.message, true);
    }
  });

  const drop = document.querySelector("#drop");
  drop?.addEventListener("dragover", event => { event.preventDefault(); drop.classList.add("over"); });
  drop?.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop?.addEventListener("drop", event => {
    event.preventDefault();
    drop.classList.remove("over");
    form.elements.file.files = event.dataTransfer.files;
  });

  document.querySelector("#try")?.addEventListener("submit", event => {
    event.preventDefault();
    location.href = "/sources/" + encodeURIComponent(document.querySelector("#try-name").value);
  });
})();
