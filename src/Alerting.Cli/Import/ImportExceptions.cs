using System.Text;
using Alerting.Reports;

namespace Alerting.Cli.Import;

/// <summary>The file cannot be read as what it is said to be; nothing behind this place was read.</summary>
internal sealed class ImportFileException(string message, Exception? inner = null) : CommandFailedException(message, inner)
{
    /// <summary>
    /// Whether reading a file ends in this where the file breaks off, is of another format or holds bytes that are no text.
    /// </summary>
    public static bool Is(Exception exception) => exception
        is ImportFileException or DecoderFallbackException or IOException or InvalidDataException or NotSupportedException
            or ArgumentException;
}

/// <summary>The server did not take the reports.</summary>
internal sealed class ServerRefusedException(string message, Exception? inner = null) : CommandFailedException(message, inner);

/// <summary>One row makes no report; the others do.</summary>
internal sealed class RowRejectedException(Fault fault) : Exception(fault.Detail)
{
    public Fault Fault { get; } = fault;

    public static RowRejectedException Invalid(string detail) => new(new Fault(FaultTypes.InvalidField, detail));

    public static RowRejectedException Missing(string detail) => new(new Fault(FaultTypes.MissingField, detail));
}
