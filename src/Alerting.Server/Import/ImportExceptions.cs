using Alerting.Reports;

namespace Alerting.Server.Import;

/// <summary>The command cannot be meant as it was written; the message is one sentence for who wrote it.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The file cannot be read as what it is said to be; nothing behind this place was read.</summary>
internal sealed class ImportFileException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The server did not take the reports.</summary>
internal sealed class ServerRefusedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>One row makes no report; the others do.</summary>
internal sealed class RowRejectedException(Fault fault) : Exception(fault.Detail)
{
    public Fault Fault { get; } = fault;

    public static RowRejectedException Invalid(string detail) => new(new Fault(FaultTypes.InvalidField, detail));

    public static RowRejectedException Missing(string detail) => new(new Fault(FaultTypes.MissingField, detail));
}
