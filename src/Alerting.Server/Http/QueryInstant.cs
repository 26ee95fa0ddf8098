using System.Text;
using Alerting.Notifications.OnCall;
using Alerting.Reports;

namespace Alerting.Server.Http;

/// <summary>Reads instants that the query states.</summary>
internal static class QueryInstant
{
    /// <summary>Reads an instant before the year 9900, RFC 3339 with offset; a fault if it is not one.</summary>
    /// <param name="name">Of the parameter.</param>
    /// <param name="text">What is stated; null: nothing.</param>
    /// <param name="otherwise">Where nothing is stated.</param>
    /// <param name="instant">What counts.</param>
    public static Fault? Read(string name, string? text, DateTimeOffset otherwise, out DateTimeOffset instant)
    {
        instant = otherwise;
        return text is null || (Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out instant) && instant.UtcTicks < OnCallTimes.MaxInstant)
            ? null
            : Paging.Invalid(name, text);
    }
}
