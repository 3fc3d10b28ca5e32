// The report for paper: the browser prints it, or saves it as a PDF.
document.addEventListener("click", (event) => event.target.closest("[data-print]") && window.print());
