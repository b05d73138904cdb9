// Reads a controller with st-ethernet-ip, a client that knows nothing of ParX. Arguments: its folder, the port, 1 for connected.
// Prints one line "name=value" for each tag, then "tag=NAME TYPE" for each one that it finds by browsing.
const [folder, port, connected] = process.argv.slice(2);
require(folder + '/dist/config').EIP_PORT = Number(port);
const { Controller, Tag, TagGroup } = require(folder);

async function main() {
  const plc = new Controller(connected === '1');
  await plc.connect('127.0.0.1', 0);
  console.log('product=' + plc.properties.name);
  const scalars = ['aBool', 'aSint', 'anInt', 'aDint', 'aReal', 'Words[7]', 'Words[300]', 'Matrix[1,2,3]', 'Drives[2].Current'];
  for (const name of scalars) {
    const tag = new Tag(name);
    await plc.readTag(tag);
    console.log(name + '=' + tag.value);
  }
  const speed = new Tag('LineSpeed', 'Main');
  await plc.readTag(speed);
  console.log('Program:Main.LineSpeed=' + speed.value);
  const group = new TagGroup();
  const members = [new Tag('aDint'), new Tag('aReal'), new Tag('LineSpeed', 'Main'), new Tag('Words[999]')];
  members.forEach(tag => group.add(tag));
  await plc.readTagGroup(group);
  members.forEach((tag, i) => console.log('group' + i + '=' + tag.value));
  const written = new Tag('anInt');
  await plc.readTag(written);
  written.value = 1234;
  await plc.writeTag(written);
  const again = new Tag('anInt');
  await plc.readTag(again);
  console.log('written=' + again.value);
  for (const tag of plc.tagList) {
    console.log('tag=' + (tag.program ? 'Program:' + tag.program + '.' : '') + tag.name + ' ' + tag.type.typeName);
  }
  await plc.disconnect();
}

main().then(() => process.exit(0), e => { console.error(e); process.exit(1); });
