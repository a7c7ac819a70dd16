// Before anything is painted: the theme that was chosen here, or else the system's.
"use strict";
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch (noStorage) { /* the system's it is */ }
