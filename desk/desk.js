"use strict";
// Narrowing takes effect at once; without this script the search button does the same.
const form = document.getElementById("search");
form.addEventListener("change", (event) => {
  if (event.target.matches("aside input, .modes input")) form.requestSubmit();
});
