using Alerting.Server.Http;

namespace Alerting.Server.Alerts;

/// <summary>Writes a revision piece by piece and does not hold it while it waits for the client.</summary>
internal static class RevisionWriter
{
    /// <summary>As a server-sent event. False when nobody will take it any more.</summary>
    /// <param name="getAgain">Gives the same revision once more; null when it is not to be had.</param>
    public static ValueTask<bool> WriteEventAsync(
        PacedAnswer answer, EncodedRevision revision, Func<ValueTask<EncodedRevision?>> getAgain) =>
        WriteAsync(answer, revision, asEvent: true, getAgain);

    /// <summary>As JSON. False when nobody will take it any more.</summary>
    /// <param name="getAgain">Gives the same revision once more; null when it is not to be had.</param>
    public static ValueTask<bool> WriteJsonAsync(
        PacedAnswer answer, EncodedRevision revision, Func<ValueTask<EncodedRevision?>> getAgain) =>
        WriteAsync(answer, revision, asEvent: false, getAgain);

    private static async ValueTask<bool> WriteAsync(
        PacedAnswer answer, EncodedRevision revision, bool asEvent, Func<ValueTask<EncodedRevision?>> getAgain)
    {
        var length = BytesOf(revision, asEvent).Length;
        for (var sent = answer.Write(BytesOf(revision, asEvent)); sent < length; sent += answer.Write(BytesOf(revision, asEvent)[sent..]))
        {
            var flush = answer.FlushAsync();
            if (flush.IsCompleted)
            {
                if (!await flush)
                {
                    return false;
                }

                continue;
            }

            // A client may be waited for long, and thousands of them may each stand at another revision.
            revision = null!;
            if (!await flush || await getAgain() is not { } again)
            {
                return false;
            }

            revision = again;
        }

        return true;
    }

    private static ReadOnlySpan<byte> BytesOf(EncodedRevision revision, bool asEvent) => asEvent ? revision.Event : revision.Json;
}
