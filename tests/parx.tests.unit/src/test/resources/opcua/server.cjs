// An OPC UA server for tests, of node-opcua. Arguments: port, folder for its keys, options as JSON.
// Each line on standard input is a JSON command; each is answered by a line "ok …" or "failed …".
const opcua = require('node-opcua');
const path = require('path');
const readline = require('readline');

const port = Number(process.argv[2]);
const folder = process.argv[3];
const options = JSON.parse(process.argv[4] || '{}');
const plant = 'urn:test:plant';
const nodes = new Map();

async function main() {
  const keys = name => new opcua.OPCUACertificateManager({ rootFolder: path.join(folder, name), automaticallyAcceptUnknownCertificate: options.accept !== false });
  const serverCertificateManager = keys('pki');
  await serverCertificateManager.initialize();
  const userCertificateManager = keys('users');
  await userCertificateManager.initialize();
  const server = new opcua.OPCUAServer({
    port,
    hostname: '127.0.0.1',
    alternateHostname: ['127.0.0.1'],
    serverCertificateManager,
    userCertificateManager,
    serverInfo: { applicationUri: options.applicationUri || 'urn:test:server' },
    securityModes: [opcua.MessageSecurityMode.None, opcua.MessageSecurityMode.Sign, opcua.MessageSecurityMode.SignAndEncrypt],
    securityPolicies: [opcua.SecurityPolicy.None, ...(options.policies || ['Basic256Sha256', 'Aes128_Sha256_RsaOaep']).map(p => opcua.SecurityPolicy[p])],
    allowAnonymous: options.anonymous !== false,
    userManager: { isValidUser: (user, password) => user === 'operator' && password === 'sesame' },
    serverCapabilities: {
      maxSessions: 20,
      operationLimits: { maxMonitoredItemsPerCall: options.itemsPerCall || 100, maxNodesPerRead: 50, maxNodesPerBrowse: 50 },
    },
  });
  await server.initialize();
  const space = server.engine.addressSpace;
  if (options.shifted) {
    space.registerNamespace('urn:test:other');
  }
  const namespace = space.registerNamespace(plant);
  const folderNode = namespace.addFolder(space.rootFolder.objects, { browseName: 'Plant' });

  const add = (name, dataType, value, more = {}) => {
    const node = namespace.addVariable({
      componentOf: folderNode, browseName: name, nodeId: 's=' + name, dataType, minimumSamplingInterval: 10,
      accessLevel: 'CurrentRead | CurrentWrite', userAccessLevel: 'CurrentRead | CurrentWrite', ...more,
      value: { dataType: more.builtIn || dataType, arrayType: more.arrayType || opcua.VariantArrayType.Scalar, dimensions: more.dimensions, value },
    });
    nodes.set(name, node);
    return node;
  };
  const T = opcua.DataType;
  add('Boolean', T.Boolean, true);
  add('SByte', T.SByte, -5);
  add('Byte', T.Byte, 250);
  add('Int16', T.Int16, -30000);
  add('UInt16', T.UInt16, 60000);
  add('Int32', T.Int32, -2000000000);
  add('UInt32', T.UInt32, 4000000000);
  add('Int64', T.Int64, [0x1, 0x2]);
  add('UInt64', T.UInt64, [0x0, 0x7]);
  add('Float', T.Float, 1.5);
  add('Double', T.Double, 3.25);
  add('String', T.String, 'coil 4711');
  add('DateTime', T.DateTime, new Date(Date.UTC(2026, 0, 2, 3, 4, 5)));
  add('Guid', T.Guid, '72962B91-FA75-4AE6-8D28-B404DC7DAF63');
  add('ByteString', T.ByteString, Buffer.from([1, 2, 255]));
  add('LocalizedText', T.LocalizedText, opcua.coerceLocalizedText('läuft'));
  add('QualifiedName', T.QualifiedName, opcua.coerceQualifiedName('1:speed'));
  add('NodeId', T.NodeId, opcua.coerceNodeId('ns=1;s=x'));
  add('StatusCode', T.StatusCode, opcua.StatusCodes.BadDeviceFailure);
  add('NotANumber', T.Double, NaN);
  add('Infinite', T.Float, Infinity);
  add('Array', T.Double, new Float64Array([10, 20, 30, 40]), { arrayType: opcua.VariantArrayType.Array, valueRank: 1 });
  add('Matrix', T.Double, new Float64Array([1, 2, 3, 4, 5, 6]), { arrayType: opcua.VariantArrayType.Matrix, valueRank: 2, arrayDimensions: [2, 3], dimensions: [2, 3] });
  add('Static', T.Double, 42);
  add('Counter', T.Double, 0);
  add('ReadOnly', T.Double, 1, { accessLevel: 'CurrentRead', userAccessLevel: 'CurrentRead' });
  const enumeration = namespace.addEnumerationType({ browseName: 'State', enumeration: ['Stopped', 'Running', 'Faulty'] });
  add('Enumeration', enumeration, 2, { builtIn: T.Int32 });
  for (let i = 0; i < (options.many || 0); i++) {
    add('Many' + i, T.Double, i);
  }
  const clamped = add('Clamped', T.Double, 0);
  clamped.bindVariable({
    get: () => new opcua.Variant({ dataType: T.Double, value: 7 }),
    set: () => opcua.StatusCodes.Good,
  }, true);

  const timers = new Map();
  const commands = {
    // Sets a value, with status and source time where they are given (milliseconds ago).
    set: c => {
      const node = nodes.get(c.name);
      const time = c.ago === undefined ? new Date() : new Date(Date.now() - c.ago);
      node.setValueFromSource({ dataType: node.readValue().value.dataType, arrayType: opcua.VariantArrayType.Scalar, value: c.value }, opcua.StatusCodes[c.status || 'Good'], time);
    },
    // Counts by one every so many milliseconds, from the number it has.
    count: c => timers.set(c.name, setInterval(() => {
      const node = nodes.get(c.name);
      node.setValueFromSource({ dataType: T.Double, value: node.readValue().value.value + 1 });
    }, c.every)),
    stop: c => clearInterval(timers.get(c.name)),
    value: c => nodes.get(c.name).readValue().value.value,
    add: c => { add(c.name, T.Double, c.value); },
    remove: c => { space.deleteNode(nodes.get(c.name)); nodes.delete(c.name); },
    sessions: () => server.engine.currentSessionCount,
    subscriptions: () => server.engine.currentSubscriptionCount,
    quit: async () => { await server.shutdown(0); process.exit(0); },
  };
  await server.start();
  console.log('ready');
  readline.createInterface({ input: process.stdin }).on('line', async line => {
    try {
      const c = JSON.parse(line);
      const said = await commands[c.do](c);
      console.log('ok ' + (said === undefined ? '' : said));
    } catch (e) {
      console.log('failed ' + e.message);
    }
  });
  process.stdin.on('close', () => process.exit(0));
}

main().catch(e => { console.log('failed ' + e.stack); process.exit(1); });
