namespace Alerting.Cli.Server;

/// <summary>How a command shows what the server answers.</summary>
internal enum OutputFormat
{
    /// <summary>Columns, for people.</summary>
    Table,

    /// <summary>One JSON document, as the server answers it; lists are an array.</summary>
    Json,

    /// <summary>One JSON object a line.</summary>
    Ndjson,
}
