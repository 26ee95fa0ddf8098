using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Alerting.Benchmarks;

/// <summary>A process that ends with its owner. What it says is kept for the case that it fails.</summary>
internal sealed class OwnedProcess : IAsyncDisposable
{
    private const int MostLines = 20;
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();

    private OwnedProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <exception cref="MissingProgramException">There is no such program here.</exception>
    public static OwnedProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        try
        {
            return new OwnedProcess(Process.Start(start)!);
        }
        catch (Win32Exception exception)
        {
            throw new MissingProgramException(program, exception);
        }
    }

    /// <summary>CPU time used so far and resident memory.</summary>
    public (TimeSpan Cpu, long Bytes) Usage()
    {
        _process.Refresh();
        return (_process.TotalProcessorTime, _process.WorkingSet64);
    }

    /// <summary>Waits until the address answers with success.</summary>
    public async Task AnswersAsync(HttpClient client, Uri address, CancellationToken cancellationToken) =>
        await UntilAsync(
            async () =>
            {
                using var answer = await client.GetAsync(address, cancellationToken);
                return answer.IsSuccessStatusCode;
            },
            cancellationToken);

    /// <summary>Waits until it takes connections.</summary>
    public async Task ListensAsync(int port, CancellationToken cancellationToken) =>
        await UntilAsync(
            async () =>
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return true;
            },
            cancellationToken);

    /// <summary>At once, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private async Task UntilAsync(Func<Task<bool>> isReady, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if (await isReady())
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or SocketException)
            {
                // Not listening yet.
            }

            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > s_start)
            {
                throw new InvalidOperationException($"{_process.StartInfo.FileName} did not start. It said:\n{string.Join('\n', _said)}");
            }

            await Task.Delay(s_betweenLooks, TimeProvider.System, cancellationToken);
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _said.Enqueue(line);
            if (_said.Count > MostLines)
            {
                _said.TryDequeue(out _);
            }
        }
    }
}

/// <summary>A peer that is not installed here.</summary>
internal sealed class MissingProgramException(string program, Exception inner) : Exception($"There is no {program} here.", inner);
