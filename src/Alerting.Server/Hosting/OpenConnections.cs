using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Alerting.Server.Hosting;

/// <summary>
/// The connections of all clients. A process that shuts down waits for those with a request in progress, and for no others.
/// </summary>
internal sealed class OpenConnections(TimeProvider clock)
{
    /// <summary>Time for a client to read an answer and close, before its connection is cut.</summary>
    private static readonly TimeSpan s_linger = TimeSpan.FromSeconds(1);

    /// <summary>Time for requests in progress to finish.</summary>
    private static readonly TimeSpan s_maxFinish = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<OpenConnection, bool> _open = new();
    private volatile bool _closing;

    /// <summary>Serves a connection while it is in the list.</summary>
    public async Task KeepAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var open = new OpenConnection(connection, clock);
        connection.Features.Set(open);
        _open.TryAdd(open, true);
        if (_closing)
        {
            open.Abort();
        }

        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(open, out _);
        }
    }

    /// <summary>
    /// Accepts no new connections, cuts those on which nothing has begun, waits for requests in progress, and cuts what is left
    /// after their time.
    /// </summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        _closing = true;
        foreach (var (connection, _) in _open)
        {
            connection.RequestClose();
        }

        var started = clock.GetTimestamp();
        while (!_open.IsEmpty && !cancellationToken.IsCancellationRequested)
        {
            var late = clock.GetElapsedTime(started) >= s_maxFinish;
            foreach (var (connection, _) in _open)
            {
                if (late || connection.IsQuietFor(s_linger))
                {
                    connection.Abort();
                }
            }

            if (late)
            {
                return;
            }

            await Task.Delay(s_look, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
