// The page is shown by a host of MCP Apps, or opened by itself with its data inside; then it speaks to nobody.
import { render } from "preact";
import { connect } from "./connection";
import { dataInPage } from "./data";
import { View } from "./view";

const root = document.getElementById("view") as HTMLElement;
const data = dataInPage();
let results = 0;

if (data) {
  render(<View state={{ at: "data", data }} />, root);
} else {
  render(<View state={{ at: "waiting" }} />, root);
  let last: unknown;
  void connect((state, host) => {
    if (state !== last) results += 1; // a new result is a new view, while a new theme is not
    last = state;
    render(<View key={results} state={state} host={host} />, root);
  });
}
