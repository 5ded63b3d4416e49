import React from "react";
export function View({ items, onClick }: Props) {
  const state = useState<string>("x");
  return (
    <div className="plain" onClick={() => onClick(state)} {...rest()}>
      text {items.length} {format(items)}
      <ui.Panel title={title} key="k">{/* nothing */}</ui.Panel>
      {items.map((item) => <Item key={item.id} {...item} />)}
      <></>
    </div>
  );
}
