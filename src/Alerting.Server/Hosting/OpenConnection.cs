using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Alerting.Server.Hosting;

/// <summary>A connection of a client, and whether a request is under way on it.</summary>
internal sealed class OpenConnection(ConnectionContext connection, TimeProvider clock)
{
    private int _requests;

    /// <summary>When the last request was over; 0 before the first began.</summary>
    private long _quietSince;

    public void RequestBegins() => Interlocked.Increment(ref _requests);

    public void RequestEnds()
    {
        Volatile.Write(ref _quietSince, clock.GetTimestamp());
        Interlocked.Decrement(ref _requests);
    }

    /// <summary>
    /// Whether nothing is lost by cutting it: no request has begun on it, or the last one ended so long ago that the client has
    /// had time to read the answer.
    /// </summary>
    public bool IsQuietFor(TimeSpan time)
    {
        if (Volatile.Read(ref _requests) > 0)
        {
            return false;
        }

        var since = Volatile.Read(ref _quietSince);
        return since == 0 || clock.GetElapsedTime(since) >= time;
    }

    /// <summary>Asks the server to close it as soon as no request is under way.</summary>
    public void RequestClose() => connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();

    public void Abort() => connection.Abort(new ConnectionAbortedException("The server ends."));
}
