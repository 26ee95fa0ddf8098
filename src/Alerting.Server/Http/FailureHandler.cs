using Alerting.Logs;
using Alerting.Regions;
using Alerting.Reports;
using Microsoft.AspNetCore.Diagnostics;

namespace Alerting.Server.Http;

/// <summary>What may go wrong behind the API, as problem details. Repeating a request answered with 503 is safe, but of use only where the answer says after how long.</summary>
internal sealed partial class FailureHandler(ILogger<FailureHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is BadHttpRequestException bad)
        {
            await Problems.Of(bad.StatusCode, new Fault(bad.StatusCode == 413 ? FaultTypes.BodyTooLarge : FaultTypes.InvalidField, bad.Message)).ExecuteAsync(context);
            return true;
        }

        if (!IsPassing(exception))
        {
            return false;
        }

        LogUnavailable(exception, context.Request.Path);
        if (LogStoreUnusableException.Among(exception) is not null)
        {
            await Problems.Of(StatusCodes.Status503ServiceUnavailable, Unusable).ExecuteAsync(context);
            return true;
        }

        context.Response.Headers.RetryAfter = "1";
        await Problems.Of(StatusCodes.Status503ServiceUnavailable, Unavailable).ExecuteAsync(context);
        return true;
    }

    public static Fault Unavailable { get; } = new(FaultTypes.StoreUnavailable, "The store cannot be written or too much is waiting; repeating the request is safe.");

    /// <summary>Of a store that only an operator can bring back.</summary>
    public static Fault Unusable { get; } = new(
        FaultTypes.StoreUnusable,
        "The store, or the part of it that was asked for, is lost, damaged or not safe to use: repeating the request is of no use until an operator has acted. /healthz/ready and the log say why.");

    /// <summary>
    /// Whether the same request may well succeed a moment later. What is cancelled and not by the caller was given up by a
    /// silo: an activation that could not be registered in time while others are declared dead.
    /// </summary>
    public static bool IsPassing(Exception exception) =>
        exception is LogStoreUnavailableException or OverloadedException or OrleansException or TimeoutException or OperationCanceledException;

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "{Path} was answered with 503.")]
    private partial void LogUnavailable(Exception exception, string path);
}
