function plain(a: number, b = compute(), ...rest: Array<Item>): Promise<Result<Item>> {
  return b;
}
async function* both() {
  yield 1;
  yield* plain();
}
declare function ambient(x: string): void;
export declare const version: string;
declare global {
  interface Window { krepis: Api }
}
declare module "untyped" {
  export function f(): void;
}
namespace Outer.Inner {
  export const x = 1;
}
export namespace Exported {
  namespace Deep {}
}
export default class extends Mixin(Base) {}
@Controller("/users")
export abstract class Users<T> extends ns.Base<T> implements First, deep.Second<T> {
  static #count = 0;
  readonly name: string | undefined = "x";
  both: A & B;
  list: readonly Item[];
  declare later: Map<string, deep.Item>;
  constructor(@Inject(TOKEN) private readonly service: Service) {
    super();
  }
  @Get(":id") @Use(guard, limit(3))
  async find({ id, page: p = 1, ...others }: Query, [first, , third]: string[]) {}
  get value(): number { return 1; }
  *items() {}
  abstract shape(): void;
  static { register(Users); }
  ["computed" + key]() {}
  "quoted name"() {}
}
interface Repository extends Base, ns.Other<Item> {
  find(id: string): Promise<Item>;
  size: number;
  (call: number): void;
}
enum Color { Red, Green = compute(), "Blue sky" = 3 }
export const enum Flags { A = 1 }
type Alias = Repository;
export type Generic<T> = Map<string, T>;
type Shape = { x: number };
let one, two = 2;
var { a, b: renamed, c = side(), d: { nested }, ...others } = object;
const [first, second = 2, ...tail] = list;
const f = function named(x) { return x; };
const g = async (x) => await x;
const h = x => ({ x });
function overload(a: string): void;
function overload(a: any) {}
