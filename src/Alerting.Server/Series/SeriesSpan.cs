using System.Globalization;
using Alerting.Reports;
using Alerting.Series;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;

namespace Alerting.Server.Series;

/// <summary><c>?from=&amp;to=&amp;step=</c> of series.</summary>
/// <param name="Steps">Those that meet the span and have begun.</param>
/// <param name="Step">Their length, as it was asked for.</param>
internal sealed record SeriesSpan(TimeSteps Steps, Duration Step)
{
    /// <summary>Of an answer: a week of five minutes, or a quarter of a year of hours.</summary>
    private const int MaxPoints = 2_200;

    private static readonly TimeSpan s_past = TimeSpan.FromDays(7);
    private static readonly TimeSpan s_maxSpan = TimeSpan.FromDays(366);
    private static readonly TimeSpan s_minStep = TimeSpan.FromMinutes(1);
    private static readonly Duration s_step = Duration.Parse("PT1H");

    /// <summary>Begin of the first step.</summary>
    public DateTimeOffset From => Instants.FromTicks(Steps.Begin);

    /// <summary>End of the last step.</summary>
    public DateTimeOffset To => Instants.FromTicks(Steps.End);

    /// <summary>Describes the parameters, and the answer to who knows it already.</summary>
    public static RouteHandlerBuilder Describe(RouteHandlerBuilder route) => route
        .Query("from", "Begin of the span, RFC 3339 with offset, not before 1970; 7 days before its end when absent.",
            ParameterSchemas.Instant())
        .Query("to", "End of the span, at most 366 days later; now when absent.", ParameterSchemas.Instant())
        .Query("step", "Length of a step, an ISO 8601 duration of PT1M or more, so that there are at most 2,200; PT1H when absent. Steps "
            + "begin at multiples of it since 1970-01-01T00:00:00Z, days at midnight UTC.")
        .Produces(StatusCodes.Status304NotModified);

    /// <summary>What the query asks for, or a fault.</summary>
    /// <param name="from">The parameter; null: absent.</param>
    /// <param name="to">Likewise.</param>
    /// <param name="step">Likewise.</param>
    /// <param name="now">What begins later is left out.</param>
    /// <param name="span">The steps.</param>
    public static Fault? Read(string? from, string? to, string? step, DateTimeOffset now, out SeriesSpan span)
    {
        span = new SeriesSpan(default, s_step);
        var begin = default(DateTimeOffset);
        if ((QueryInstant.Read("to", to, now, out var end)
            ?? QueryInstant.Read("from", from, end - s_past, out begin)) is { } fault)
        {
            return fault;
        }

        var length = s_step;
        if (step is not null && !(Duration.TryParse(step, out length) && length.Value >= s_minStep && length.Value <= s_maxSpan))
        {
            return Invalid("A step is an ISO 8601 duration of PT1M to P366D, such as PT1H.", "step");
        }

        if (begin.UtcTicks < DateTime.UnixEpoch.Ticks)
        {
            return Invalid("The span begins in 1970 or later.", "from");
        }

        if (end <= begin || end - begin > s_maxSpan)
        {
            return Invalid("The end is after the begin, by at most 366 days.", to is null && from is not null ? "from" : "to");
        }

        var points = TimeSteps.CountOf(begin.UtcTicks, end.UtcTicks, length.Ticks);
        if (points > MaxPoints)
        {
            return Invalid(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"These are {points} steps, more than {MaxPoints}: ask for longer ones or a shorter span."),
                "step");
        }

        span = new SeriesSpan(TimeSteps.Meeting(begin.UtcTicks, Math.Min(end.UtcTicks, now.UtcTicks + 1), length.Ticks), length);
        return null;
    }

    /// <summary>The fault of a span of which too much would have to be read.</summary>
    /// <param name="what">What there is too much of.</param>
    public static Fault TooMuch(string what) =>
        new(FaultTypes.TooCostly, $"The span has too many {what} to count: ask for a shorter one.", "from");

    private static Fault Invalid(string detail, string path) => new(FaultTypes.InvalidField, detail, path);
}
