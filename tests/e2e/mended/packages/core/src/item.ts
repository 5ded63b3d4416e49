export interface Item {
  name: string;
  net: number;
}
