package parx.files;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** Tells the Parquet library what a row looks like and hands over its cells. Used by the writer's thread. */
final class ParquetRowSupport extends WriteSupport<ParquetRow> {
    private final List<TableColumn> columns;
    private RecordConsumer consumer;

    ParquetRowSupport(List<TableColumn> columns) {
        this.columns = columns;
    }

    @Override
    public WriteContext init(org.apache.hadoop.conf.Configuration unused) {
        return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration unused) {
        return context();
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(ParquetRow row) {
        consumer.startMessage();
        for (int i = 0; i < columns.size(); i++) {
            TableColumn column = columns.get(i);
            if (column.kind() == TableColumn.Kind.NUMBER && Double.isNaN(row.number(i))) {
                continue;
            }
            consumer.startField(column.name(), i);
            switch (column.kind()) {
                case TIME -> consumer.addLong(row.time(i));
                case NUMBER -> consumer.addDouble(row.number(i));
                case TEXT -> consumer.addBinary(row.text(i));
            }
            consumer.endField(column.name(), i);
        }
        consumer.endMessage();
    }

    private WriteContext context() {
        Map<String, String> units = columns.stream().filter(c -> !c.unit().isEmpty())
                .collect(Collectors.toMap(c -> "unit." + c.name(), TableColumn::unit));
        return new WriteContext(new MessageType("samples", columns.stream().map(ParquetRowSupport::type).toList()),
                units);
    }

    private static Type type(TableColumn column) {
        return switch (column.kind()) {
            case TIME -> Types.required(PrimitiveTypeName.INT64)
                    .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS))
                    .named(column.name());
            case NUMBER -> Types.optional(PrimitiveTypeName.DOUBLE).named(column.name());
            case TEXT -> Types.required(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType())
                    .named(column.name());
        };
    }
}
