using Alerting.Grains.Clocks;
using Alerting.Grains.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Storage.Logs;
using Microsoft.AspNetCore.Diagnostics;

namespace Alerting.Server.Http;

/// <summary>
/// Answers failures behind the API with problem details. Repeating a request that was answered with 503 is always safe, but can
/// only help where the answer has a Retry-After.
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

    /// <summary>The fault of a store that only an operator can bring back.</summary>
    public static Fault Unusable { get; } = new(
        FaultTypes.StoreUnusable,
        "The store, or the part of it that was asked for, is lost, damaged or not safe to use: "
        + "repeating the request is of no use until an operator has acted. /healthz/ready and the log say why.");

    /// <summary>The fault of a request that was not sent properly.</summary>
    public static Fault FaultOf(BadHttpRequestException bad) => new(TypeOf(bad.StatusCode), bad.Message);

    /// <summary>What a caller is told of a failure for which <see cref="IsPassing"/> holds.</summary>
    public static Fault FaultOf(Exception exception) =>
        LogStoreUnusableException.Among(exception) is not null ? Unusable
            : exception is ClockUntrustedException ? new Fault(FaultTypes.Clock, exception.Message)
            : Unavailable;

    /// <summary>
    /// Whether the same request may succeed a moment later. A cancellation that the caller did not ask for means that a silo gave
    /// up: an activation could not be registered in time while other silos were being declared dead. An <see cref="IOException"/>
    /// comes from a temporary file, since bodies that cannot be read are thrown as <see cref="BadHttpRequestException"/>.
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
