using System.Net.Sockets;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Starting;

/// <summary>Why the process could not start, in one line, and the exit code by which a supervisor knows it.</summary>
internal sealed record StartFailure(int ExitCode, string Message)
{
    public const int Misused = 2;
    public const int Lost = 3;
    public const int Damaged = 4;
    private const string NotConverted = "Failed to convert configuration value";

    /// <summary>Null for a failure that is a fault of the program, and not of its environment.</summary>
    public static StartFailure? Of(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (OfCause(cause, exception) is { } failure)
            {
                return failure with { Message = failure.Message.ReplaceLineEndings(" ") };
            }
        }

        return null;
    }

    private static StartFailure? OfCause(Exception cause, Exception outermost) => cause switch
    {
        LogStoreUnusableException { Fault: LogStoreFault.Lost } => new(Lost, cause.Message),
        LogStoreUnusableException { Fault: LogStoreFault.Damaged } => new(Damaged, cause.Message),
        OptionsValidationException invalid => new(Misused, string.Join(' ', invalid.Failures)),
        InvalidOperationException when cause.Message.StartsWith(NotConverted, StringComparison.Ordinal) => new(Misused, cause.Message),
        LogStoreUnavailableException or CatalogFileException or FormatException or UnauthorizedAccessException =>
            new(Misused, cause.Message),

        // The address that could not be bound is in the framework's exception around this one.
        IOException => new(Misused, cause.Message),
        SocketException => new(Misused, outermost.Message),
        _ => null,
    };
}
