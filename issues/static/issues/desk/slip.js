// A button that prints, where the browser runs scripts.
const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => window.print());
