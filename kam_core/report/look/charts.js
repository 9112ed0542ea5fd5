// Draws each chart from the data that stand beside it. Nothing is fetched.
for (const data of document.querySelectorAll("script.figure")) {
  const chart = JSON.parse(data.textContent);
  const place = document.createElement("div");
  place.className = "chart";
  data.before(place);
  Plotly.newPlot(place, chart.data, chart.layout, { displayModeBar: false, responsive: true });
}
