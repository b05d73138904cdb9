package parx.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.facade.ModbusTCPMaster;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a client that somebody else wrote, and, for what that client would never send, against a bare socket. */
class ModbusServerTest {
    private final PlantUnit line = new PlantUnit(new Plant(1));
    private final LoadUnit load = new LoadUnit(40, 1_234_567_800L);
    private ModbusServer server;
    private ModbusTCPMaster master;

    @BeforeEach
    void connect() throws Exception {
        server = new ModbusServer(0, new SimulatedDevice(line, load), Duration.ZERO);
        master = new ModbusTCPMaster("127.0.0.1", server.port());
        master.connect();
    }

    @AfterEach
    void disconnect() {
        master.disconnect();
        server.close();
    }

    @Test
    void everyPointOfTheMapReadsWhatThePlantSays() throws Exception {
        Plant reference = new Plant(1);
        for (int i = 0; i < 1200; i++) {
            line.advance(0.05);
            reference.step(0.05);
        }
        assertEquals(reference.strip().lengthInCoil(), inputFloat(12), 0.01);
        assertEquals(reference.tank(2).setpoint(), master.readMultipleRegisters(1, 6, 1)[0].toShort() * 0.1, 1e-9);
        assertEquals(reference.strip().processCoil().thicknessMm(), swappedFloat(40), 1e-6);
        Register[] total = master.readMultipleRegisters(1, 32, 2);
        assertEquals((long) reference.strip().totalLength(), total[1].toUnsignedShort() * 65536L + total[0].toUnsignedShort());
        StringBuilder id = new StringBuilder();
        for (Register register : master.readMultipleRegisters(1, 50, 8)) {
            id.append((char) register.toBytes()[0]).append((char) register.toBytes()[1]);
        }
        assertEquals(reference.strip().entryCoil().id(), id.toString().strip());
        assertEquals(reference.strip().process().speed() > 1, master.readInputDiscretes(1, 0, 1).getBit(0));
        assertEquals(reference.circulating(1), master.readCoils(1, 1, 1).getBit(0));
    }

    @Test
    void aSetpointCanBeWrittenAndNothingElse() throws Exception {
        master.writeSingleRegister(1, 5, new SimpleRegister(800));
        assertEquals(800, master.readMultipleRegisters(1, 5, 1)[0].getValue());
        assertThrows(ModbusException.class, () -> master.writeSingleRegister(1, 0, new SimpleRegister(1)));
    }

    @Test
    void anAddressOrUnitThatIsNotThereIsRefusedAndTheConnectionStands() throws Exception {
        assertThrows(ModbusException.class, () -> master.readMultipleRegisters(1, 99, 2));
        assertThrows(ModbusException.class, () -> master.readMultipleRegisters(7, 0, 1));
        assertEquals(1, master.readMultipleRegisters(1, 0, 1).length);
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            byte[] both = {0, 1, 0, 0, 0, 6, 1, 3, 0, 4, 0, 1, 0, 2, 0, 0, 0, 6, 1, 3, 0, 90, 0, 1};
            socket.getOutputStream().write(both);
            byte[] answer = new byte[22];
            new DataInputStream(socket.getInputStream()).readFully(answer);
            assertArrayEquals(new byte[] {0, 1, 0, 0, 0, 5, 1, 3, 2}, java.util.Arrays.copyOf(answer, 9));
            assertArrayEquals(new byte[] {0, 2, 0, 0, 0, 5, 1, 3, 2, 'P', 'a'}, java.util.Arrays.copyOfRange(answer, 11, 22));
        }
    }

    @Test
    void whatIsNoModbusIsCutOff() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());
            socket.setSoTimeout(5_000);
            int end;
            try {
                end = socket.getInputStream().read();
            } catch (IOException reset) {
                end = -1;
            }
            assertEquals(-1, end);
        }
    }

    @Test
    void aDeviceTakesItsTimeForEveryAnswer() throws Exception {
        try (ModbusServer slow = new ModbusServer(0, line, Duration.ofMillis(15))) {
            ModbusTCPMaster client = new ModbusTCPMaster("127.0.0.1", slow.port());
            client.connect();
            long began = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                client.readMultipleRegisters(1, 0, 1);
            }
            long took = (System.nanoTime() - began) / 1_000_000;
            client.disconnect();
            assertTrue(took >= 300, took + " ms");
        }
    }

    @Test
    void everyReadOfALoadChannelGivesTheNextNumberAndIsCountedAsSent() throws Exception {
        long run = 1_234_567_800L / 100 % (1L << 20);
        for (int number = 1; number <= 3; number++) {
            Register[] registers = master.readMultipleRegisters(100, 0, 124);
            for (int channel = 0; channel < 31; channel++) {
                assertEquals(run << 32 | number, uint64(registers, channel * 4));
            }
        }
        Register[] part = master.readMultipleRegisters(100, 2, 4);
        assertEquals(3, part[1].getValue(), "half a channel does not count");
        assertEquals(run << 32 | 4, uint64(master.readMultipleRegisters(100, 4, 4), 0));
        assertEquals(3, load.sent(0));
        assertEquals(0, load.sent(39));
        long largest = (1L << 52) - 1;
        assertEquals(largest, (long) (double) largest);
    }

    @Test
    void fortyClientsAreServedAtOnceAndNoReadIsLostOrDoubled() throws Exception {
        AtomicInteger wrong = new AtomicInteger();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int channel = i;
            clients.add(Thread.ofVirtual().start(() -> {
                try {
                    ModbusTCPMaster client = new ModbusTCPMaster("127.0.0.1", server.port());
                    client.connect();
                    for (int number = 1; number <= 50; number++) {
                        if ((int) uint64(client.readMultipleRegisters(100, channel * 4, 4), 0) != number) {
                            wrong.incrementAndGet();
                        }
                    }
                    client.disconnect();
                } catch (Exception e) {
                    wrong.incrementAndGet();
                }
            }));
        }
        for (Thread client : clients) {
            client.join();
        }
        assertEquals(0, wrong.get());
    }

    private double inputFloat(int address) throws Exception {
        var r = master.readInputRegisters(1, address, 2);
        return Float.intBitsToFloat(r[0].toUnsignedShort() << 16 | r[1].toUnsignedShort());
    }

    private double swappedFloat(int address) throws Exception {
        Register[] r = master.readMultipleRegisters(1, address, 2);
        return Float.intBitsToFloat(r[1].toUnsignedShort() << 16 | r[0].toUnsignedShort());
    }

    private static long uint64(Register[] registers, int at) {
        long value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 16 | registers[at + i].toUnsignedShort();
        }
        return value;
    }
}
