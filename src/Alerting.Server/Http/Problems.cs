using System.Globalization;
using Alerting.Alerts;
using Alerting.Reports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Http;

/// <summary>RFC 9457 problem details with the stable types of <see cref="FaultTypes"/> and the JSON path of the offending field.</summary>
internal static class Problems
{
    public static ProblemHttpResult Of(int status, Fault fault) => TypedResults.Problem(Details(status, fault));

    public static ProblemHttpResult NotFound(
        string what) => Of(StatusCodes.Status404NotFound, new Fault(FaultTypes.NotFound, $"There is no {what}."));

    public static ProblemHttpResult Invalid(Fault fault) => Of(StatusOf(fault), fault);

    /// <summary>The answer to a caller who is to wait before it asks again.</summary>
    /// <param name="wait">How long, at least a second; a part of one is rounded up.</param>
    public static ProblemHttpResult TooMany(HttpResponse response, TimeSpan wait, string detail)
    {
        response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Of(StatusCodes.Status429TooManyRequests, new Fault(FaultTypes.TooManyRequests, detail));
    }

    /// <summary>The answer to a cursor that is older than what is kept.</summary>
    /// <param name="first">The first seq, or number of a revision, that is left.</param>
    public static ProblemHttpResult Trimmed(long first)
    {
        var detail = $"What follows was kept as long as it had to be and is gone; {first} is the first that is left.";
        var details = Details(StatusCodes.Status410Gone, new Fault(FaultTypes.Trimmed, detail));
        details.Extensions["first"] = first;
        return TypedResults.Problem(details);
    }

    /// <summary>The answer where an alert is not such that it could be done, with the alert as it is.</summary>
    public static ProblemHttpResult OfAlert(Fault fault, Alert present)
    {
        var details = Details(StatusCodes.Status409Conflict, fault);
        details.Extensions["alert"] = present;
        return TypedResults.Problem(details);
    }

    /// <summary>The status for a body that is refused: 400 where it is no JSON, 403 where it names what is closed, else 422.</summary>
    public static int StatusOf(Fault fault) => fault.Type switch
    {
        FaultTypes.MalformedJson => StatusCodes.Status400BadRequest,
        FaultTypes.Forbidden => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    /// <summary>
    /// What the framework answers with a status alone: no such route, method or media type, or an address that cannot be
    /// read.
    /// </summary>
    public static ProblemHttpResult OfStatus(int status) => Of(status, status switch
    {
        StatusCodes.Status404NotFound => new Fault(FaultTypes.NotFound, "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => new Fault(FaultTypes.MethodNotAllowed,
            "The address does not take this method; the Allow header says which."),
        StatusCodes.Status415UnsupportedMediaType => new Fault(FaultTypes.UnsupportedMediaType,
            "The body is not of a media type that is taken here: application/json, "
                + "for reports and backtests application/x-ndjson too."),
        _ => new Fault(FaultTypes.InvalidField, "The request cannot be read."),
    });

    /// <summary>The problem of one report among others.</summary>
    public static Problem OfReport(Fault fault) =>
        new(fault.Type, Title(fault.Type), StatusOfReport(fault), fault.Detail, fault.Path);

    private static int StatusOfReport(Fault fault) =>
        fault.Type == FaultTypes.Forbidden ? StatusCodes.Status403Forbidden : StatusCodes.Status422UnprocessableEntity;

    public static ProblemDetails Details(int status, Fault fault)
    {
        var details = new ProblemDetails { Type = fault.Type, Title = Title(fault.Type), Status = status, Detail = fault.Detail };
        if (fault.Path is not null)
        {
            details.Extensions["path"] = fault.Path;
        }

        return details;
    }

    public static string Title(string type)
    {
        var words = type.Replace('-', ' ');
        return string.Concat(words[..1].ToUpper(CultureInfo.InvariantCulture), words.AsSpan(1));
    }
}
