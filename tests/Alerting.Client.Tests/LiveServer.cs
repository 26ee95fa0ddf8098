using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Alerting.Testing;
using Xunit;

namespace Alerting.Client.Tests;

/// <summary>A real server process on a directory and port of its own, which keeps both when it is killed and started again.</summary>
public sealed class LiveServer : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly string _directory = Directory.CreateTempSubdirectory("alerting-client-").FullName;
    private readonly StringBuilder _output = new();
    private readonly HttpClient _http;
    private Process? _process;

    private LiveServer()
    {
        Url = new Uri($"http://127.0.0.1:{TestPorts.Next()}");
        _http = new HttpClient { BaseAddress = Url };
    }

    public Uri Url { get; }

    public AlertingClient Client => new(_http);

    public static async Task<LiveServer> StartAsync()
    {
        var server = new LiveServer();
        await server.RestartAsync();
        return server;
    }

    /// <summary>Starts on the same directory and waits until it is ready.</summary>
    public async Task RestartAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Alerting.Server.dll"));
        start.Environment["ASPNETCORE_URLS"] = Url.ToString();
        start.Environment["Alerting__DataDirectory"] = _directory;
        start.Environment["Alerting__Webhooks__AllowedTargets__0"] = "127.0.0.0/8";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Until(IsReadyAsync, "the server is ready");
        var key = await File.ReadAllTextAsync(Path.Combine(_directory, "admin.key"));
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());
    }

    /// <summary>SIGKILL: nothing is flushed, nobody is told.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for a condition; the message says what it waited for in vain.</summary>
    public async Task Until(Func<Task<bool>> condition, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > s_patience || _process!.HasExited)
            {
                throw new TimeoutException($"Waited in vain until {what}. The server said:\n{_output}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        }
    }

    /// <summary>As <see cref="Until(Func{Task{bool}}, string)"/>, whether a server runs or not.</summary>
    public static async Task Until(Func<bool> condition, string what)
    {
        for (var started = Stopwatch.GetTimestamp(); !condition(); await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < s_patience, $"Waited in vain until {what}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await _http.GetAsync(new Uri("healthz/ready", UriKind.Relative));
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
