using System.Globalization;
using System.Text;
using Alerting.Grains.Subscriptions;
using Alerting.Reports;
using Alerting.Server.Http;
using Alerting.Subscriptions;

namespace Alerting.Server.Subscriptions;

/// <summary>Reads what to deliver again, from the query or from the body; if neither states it, all dead deliveries.</summary>
internal static class ReplayRequests
{
    /// <param name="body">Null when the request has none.</param>
    /// <exception cref="RefusedException">Both state it, or the query is not valid.</exception>
    public static ReplayRequest Of(ReplayBody? body, string? seq, string? fromSeq, string? from)
    {
        var queried = new ReplayRequest(Seq("seq", seq), false, Seq("fromSeq", fromSeq), Instant(from));
        var stated = body is null ? new ReplayRequest() : new ReplayRequest(body.Seq, body.AllDead ?? false, body.FromSeq, body.From);
        return stated == new ReplayRequest() ? queried == stated ? new ReplayRequest(AllDead: true) : queried
            : queried == new ReplayRequest() ? stated
            : throw new RefusedException(new Fault(
                FaultTypes.InvalidField, "State in the query or in the body what is to be sent again, not in both.", "$"));
    }

    private static long? Seq(string name, string? text) =>
        text is null ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq
        : throw new RefusedException(Paging.Invalid(name, text));

    private static DateTimeOffset? Instant(string? text) =>
        text is null ? null
        : Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var instant) ? instant
        : throw new RefusedException(Paging.Invalid("from", text));
}
