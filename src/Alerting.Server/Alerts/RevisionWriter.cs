using Alerting.Server.Http;

namespace Alerting.Server.Alerts;

/// <summary>Writes a revision in pieces, and does not keep it in memory while it waits for the client.</summary>
internal static class RevisionWriter
{
    /// <summary>Writes it as a server-sent event; false when the client has gone.</summary>
    /// <param name="getAgain">Reads the same revision again; null when it cannot be read.</param>
    public static ValueTask<bool> WriteEventAsync(
        PacedAnswer answer, EncodedRevision revision, Func<ValueTask<EncodedRevision?>> getAgain) =>
        WriteAsync(answer, revision, asEvent: true, getAgain);

    /// <summary>Writes it as JSON; false when the client has gone.</summary>
    /// <param name="getAgain">Reads the same revision again; null when it cannot be read.</param>
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

            // Not kept in memory: the wait may be long, and thousands of clients may each be at another revision.
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
