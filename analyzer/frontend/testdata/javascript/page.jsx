// @flow
import icon from "./icon.svg";
export const page = (name: string) => (
  <label class="wide" for="name" onClick={() => open(name)}>
    <img class="icon" src={icon} alt="" />
  </label>
);
export const lazy = () => import("./lazy.js");
