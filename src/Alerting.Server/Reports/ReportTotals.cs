using Alerting.Reports;
using Alerting.Server.Http;

namespace Alerting.Server.Reports;

/// <summary>Counts the outcomes of a request.</summary>
internal sealed class ReportTotals
{
    public int Accepted { get; private set; }

    public int Duplicates { get; private set; }

    public int Rejected { get; private set; }

    /// <summary>
    /// Why not all of the request was taken, or why the outcome of some report is not known, with the status that says so;
    /// null when all is well.
    /// </summary>
    public (int Status, Fault Fault)? Problem { get; private set; }

    /// <summary>Not all of the request was read: the process shuts down, or nothing arrived for too long.</summary>
    public void CutOff() => Problem ??= (StatusCodes.Status503ServiceUnavailable, FailureHandler.Unavailable);

    /// <summary>Not all of the request was read: the caller's key was revoked or has expired.</summary>
    public void EndOfSubject() => Problem ??= (
        StatusCodes.Status401Unauthorized,
        new Fault(FaultTypes.Unauthorized, "The key is not valid any more; what came after this was not read."));

    /// <summary>The rest of the request could not be read.</summary>
    public void BreakOff(BadHttpRequestException bad) => Problem ??= (bad.StatusCode, FailureHandler.FaultOf(bad));

    /// <summary>Waits for the outcome of a report; false when it failed for now.</summary>
    public async ValueTask<bool> SettleAsync(ReportSlot slot)
    {
        if (slot.Pending is { } pending)
        {
            try
            {
                await pending;
            }
            catch (Exception exception) when (FailureHandler.IsPassing(exception))
            {
                Problem ??= (StatusCodes.Status503ServiceUnavailable, FailureHandler.FaultOf(exception));
                return false;
            }
        }

        return true;
    }

    public void Count(ReportSlot slot)
    {
        switch (slot.Outcome.Status)
        {
            case ReportStatus.Accepted:
                Accepted++;
                break;
            case ReportStatus.Duplicate:
                Duplicates++;
                break;
            default:
                Rejected++;
                break;
        }
    }
}
