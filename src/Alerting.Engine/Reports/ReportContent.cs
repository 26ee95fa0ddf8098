using System.IO.Hashing;
using Alerting.Reports;

namespace Alerting.Engine.Reports;

public static class ReportContent
{
    public static UInt128 Hash(Report report)
    {
        var text = report.Retracted ? "retracted" : string.Join('\u0001', report.Town, report.Precision, report.Location, report.Kind, report.OccurredAt.UtcTicks, report.Killed, report.Wounded, report.Grade, report.IncidentId, string.Join('\u0002', report.Actors), report.Summary, report.Url);
        return XxHash128.HashToUInt128(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));
    }
}
