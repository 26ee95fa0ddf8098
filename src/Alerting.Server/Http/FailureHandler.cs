using Alerting.Grains.Clocks;
using Alerting.Grains.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Storage.Logs;
using Microsoft.AspNetCore.Diagnostics;

namespace Alerting.Server.Http;

/// <summary>
/// What may go wrong behind the API, as problem details. Repeating a request answered with 503 is safe, but of use only
/// where the answer says after how long.
/// </summary>
internal sealed partial class FailureHandler(ILogger<FailureHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is BadHttpRequestException bad)
        {
            await Problems.Of(bad.StatusCode, FaultOf(bad)).ExecuteAsync(context);
            return true;
        }

        if (exception is BodyCutException cut)
        {
            // The rest of the body may still come, and must not be taken for the next request.
            context.Response.Headers.Connection = "close";
            if (cut.Status == StatusCodes.Status503ServiceUnavailable)
            {
                context.Response.Headers.RetryAfter = "1";
            }

            await Problems.Of(cut.Status, cut.Fault).ExecuteAsync(context);
            return true;
        }

        if (exception is LogTrimmedException trimmed)
        {
            await Problems.Trimmed(trimmed.First).ExecuteAsync(context);
            return true;
        }

        if (!IsPassing(exception))
        {
            return false;
        }

        LogUnavailable(exception, context.Request.Path);
        var fault = FaultOf(exception);
        if (fault != Unusable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        await Problems.Of(StatusCodes.Status503ServiceUnavailable, fault).ExecuteAsync(context);
        return true;
    }

    public static Fault Unavailable { get; } = new(
        FaultTypes.StoreUnavailable,
        "The store cannot be written or too much is waiting; repeating the request is safe.");

    /// <summary>Of a store that only an operator can bring back.</summary>
    public static Fault Unusable { get; } = new(
        FaultTypes.StoreUnusable,
        "The store, or the part of it that was asked for, is lost, damaged or not safe to use: "
        + "repeating the request is of no use until an operator has acted. /healthz/ready and the log say why.");

    /// <summary>What is wrong with how a request is sent.</summary>
    public static Fault FaultOf(BadHttpRequestException bad) => new(TypeOf(bad.StatusCode), bad.Message);

    /// <summary>What a caller is told of a failure that <see cref="IsPassing"/>.</summary>
    public static Fault FaultOf(Exception exception) =>
        LogStoreUnusableException.Among(exception) is not null ? Unusable
            : exception is ClockUntrustedException ? new Fault(FaultTypes.Clock, exception.Message)
            : Unavailable;

    /// <summary>
    /// Whether the same request may well succeed a moment later. What is cancelled and not by the caller was given up by a
    /// silo: an activation that could not be registered in time while others are declared dead. What the disk does not
    /// take is a temporary file's: bodies that cannot be read come as <see cref="BadHttpRequestException"/>.
    /// </summary>
    public static bool IsPassing(Exception exception) =>
        exception is LogStoreUnavailableException
            or OverloadedException
            or OrleansException
            or TimeoutException
            or OperationCanceledException
            or (IOException and not BadHttpRequestException);

    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => FaultTypes.BodyTooLarge,
        StatusCodes.Status408RequestTimeout => FaultTypes.BodyTimedOut,
        _ => FaultTypes.InvalidField,
    };

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "{Path} was answered with 503.")]
    private partial void LogUnavailable(Exception exception, string path);
}
