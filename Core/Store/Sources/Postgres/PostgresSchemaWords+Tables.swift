import Kernel

extension PostgresSchemaWords {
    // A table that holds a tsvector is an index for search.
    func tables(_ session: any ReadSession) throws -> [TablePlan] {
        let rows = try session.rows(
            """
            SELECT class.relname, attribute.attname, format_type(attribute.atttypid, attribute.atttypmod), attribute.attnotnull,
                pg_get_expr(standard.adbin, standard.adrelid),
                COALESCE(array_position(key.conkey, attribute.attnum), 0), target.relname
            FROM pg_class AS class
            JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid
            LEFT JOIN pg_attrdef AS standard ON standard.adrelid = class.oid AND standard.adnum = attribute.attnum
            LEFT JOIN pg_constraint AS key ON key.conrelid = class.oid AND key.contype = 'p'
            LEFT JOIN pg_constraint AS reference
              ON reference.conrelid = class.oid AND reference.contype = 'f' AND reference.conkey = ARRAY[attribute.attnum]
            LEFT JOIN pg_class AS target ON target.oid = reference.confrelid
            WHERE class.relnamespace = current_schema()::regnamespace
              AND class.relkind IN ('r', 'p')
              AND attribute.attnum > 0
              AND NOT attribute.attisdropped
              AND NOT EXISTS (SELECT 1 FROM pg_attribute AS tokens WHERE tokens.attrelid = class.oid AND tokens.atttypid = 'tsvector'::regtype)
            ORDER BY class.relname COLLATE "C", attribute.attnum
            """)
        var gathering = TableGathering()
        for row in rows { try gathering.add(row, type: ColumnType.allCases.first { typeName($0) == row[2].text }) }
        return try gathering.plans()
    }
}
