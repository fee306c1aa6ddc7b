<#
.SYNOPSIS
Sends events of Windows logs and facts of this machine to the ingest door of Skywarden, signed with a workspace key.

.DESCRIPTION
-Install (as administrator, with the values of an onboarding command) exchanges the token for a key of this machine, keeps it below
ProgramData\Skywarden where only SYSTEM and administrators may read it, and registers the scheduled task "Skywarden", which runs
-Send every five minutes as SYSTEM. -Send sends what is new in the logs since the last run, oldest first, and the facts; how far each
log is sent moves on only after the door has answered 202. -Uninstall removes the task and the folder, but does not revoke the key.
For Windows PowerShell 5.1 and PowerShell 7.
#>
[CmdletBinding(DefaultParameterSetName = 'Send')]
param(
    [Parameter(ParameterSetName = 'Install', Mandatory)] [switch] $Install,
    [Parameter(ParameterSetName = 'Install', Mandatory)] [string] $Url,
    [Parameter(ParameterSetName = 'Install', Mandatory)] [string] $Token,
    [Parameter(ParameterSetName = 'Install')] [ValidateSet('Public', 'USGov')] [string] $Cloud = 'Public',
    [Parameter(ParameterSetName = 'Install')] [string] $ResourceId,
    [Parameter(ParameterSetName = 'Install')] [string] $ResourceGroup,
    [Parameter(ParameterSetName = 'Send')] [switch] $Send,
    [Parameter(ParameterSetName = 'Uninstall', Mandatory)] [switch] $Uninstall
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12

$folder = Join-Path $env:ProgramData 'Skywarden'
$settingsFile = Join-Path $folder 'settings.json'
$positionFile = Join-Path $folder 'positions.json'
$taskName = 'Skywarden'
$logs = 'Security', 'System', 'Application', 'Microsoft-Windows-Sysmon/Operational', 'Microsoft-Windows-PowerShell/Operational'
# The door takes 1,000,000 bytes: records of one request are counted before they are joined.
$mostBytes = 900000
$mostEvents = 500

function Protect-Folder {
    $null = New-Item -ItemType Directory -Force $folder
    # SYSTEM and Administrators by their well-known ids, nothing inherited.
    $null = & icacls.exe $folder /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F'
    if ($LASTEXITCODE -ne 0) { throw "The rights of $folder could not be set" }
}

function Install-Skywarden {
    if (-not $ResourceId -and -not $ResourceGroup) { throw 'Give -ResourceId or -ResourceGroup' }
    $machine = $env:COMPUTERNAME
    if (-not $ResourceId) { $ResourceId = "$ResourceGroup/providers/Microsoft.HybridCompute/machines/$machine" }
    Protect-Folder
    $body = @{ machine = $machine } | ConvertTo-Json -Compress
    $headers = @{ Authorization = "SKYWARDEN-ONBOARDING $Token" }
    $made = Invoke-RestMethod -Method Post -Uri "$Url/api/v1/onboarding/keys" -Headers $headers -ContentType 'application/json' -Body $body
    $settings = @{ url = $made.url; workspaceId = $made.workspaceId; key = $made.key; resourceId = $ResourceId; cloud = $Cloud }
    $settings | ConvertTo-Json | Set-Content -Encoding UTF8 $settingsFile
    $script = Join-Path $folder 'Skywarden.ps1'
    Copy-Item -Force $PSCommandPath $script

    $arguments = "-NoProfile -NonInteractive -ExecutionPolicy Bypass -File `"$script`" -Send"
    $action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument $arguments
    $trigger = New-ScheduledTaskTrigger -Once -At (Get-Date) -RepetitionInterval (New-TimeSpan -Minutes 5)
    $principal = New-ScheduledTaskPrincipal -UserId 'S-1-5-18' -LogonType ServiceAccount -RunLevel Highest
    $options = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -ExecutionTimeLimit (New-TimeSpan -Minutes 30) -StartWhenAvailable
    $null = Register-ScheduledTask -Force -TaskName $taskName -Action $action -Trigger $trigger -Principal $principal -Settings $options
    Start-ScheduledTask -TaskName $taskName
    Write-Output "installed $($made.keyId) for $ResourceId"
}

# The scheme of docs/ingest-door.md: HMAC-SHA256 over scheme, method, path, date, encoding, resource id and hash of the body.
function Send-Body([psobject] $settings, [string[]] $records) {
    $bytes = [Text.Encoding]::UTF8.GetBytes('[' + ($records -join ',') + ']')
    $buffer = New-Object IO.MemoryStream
    $gzip = New-Object IO.Compression.GZipStream($buffer, [IO.Compression.CompressionMode]::Compress, $true)
    $gzip.Write($bytes, 0, $bytes.Length)
    $gzip.Dispose()
    $body = $buffer.ToArray()

    $keyId, $secret = $settings.key -split ':', 2
    $path = "/api/v1/ingest/$($settings.workspaceId)"
    $date = [DateTime]::UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [Globalization.CultureInfo]::InvariantCulture)
    $sha = [Security.Cryptography.SHA256]::Create()
    $hash = -join ($sha.ComputeHash($body) | ForEach-Object { $_.ToString('x2') })
    $text = ('SKYWARDEN-HMAC-SHA256', 'POST', $path, $date, 'gzip', $settings.resourceId, $hash) -join "`n"
    $hmac = New-Object Security.Cryptography.HMACSHA256(, [Convert]::FromBase64String($secret))
    $signature = [Convert]::ToBase64String($hmac.ComputeHash([Text.Encoding]::UTF8.GetBytes($text)))
    $headers = @{
        'Authorization'           = "SKYWARDEN-HMAC-SHA256 KeyId=$keyId, Signature=$signature"
        'x-skywarden-date'        = $date
        'x-skywarden-resource-id' = $settings.resourceId
        'Content-Encoding'        = 'gzip'
    }
    # Anything but 2xx throws: the positions stay, and the next run sends the same again.
    $null = Invoke-WebRequest -UseBasicParsing -Method Post -Uri "$($settings.url)$path" -Headers $headers -ContentType 'application/json' -Body $body
}

function ConvertTo-Record([Diagnostics.Eventing.Reader.EventRecord] $entry) {
    $record = [ordered]@{
        EventID       = $entry.Id
        Channel       = $entry.LogName
        SourceName    = $entry.ProviderName
        Computer      = $entry.MachineName
        TimeCreated   = $entry.TimeCreated.ToUniversalTime().ToString('o')
        EventRecordID = $entry.RecordId
        Level         = $entry.Level
    }
    $data = ([xml] $entry.ToXml()).GetElementsByTagName('Data')
    $place = 0
    foreach ($item in $data) {
        $place++
        $name = $item.GetAttribute('Name')
        if (-not $name) { $name = "param$place" }
        if (-not $record.Contains($name)) { $record[$name] = $item.InnerText }
    }
    $record | ConvertTo-Json -Compress -Depth 3
}

function Get-FactsRecord([psobject] $settings) {
    $system = Get-CimInstance Win32_OperatingSystem
    $user = (Get-CimInstance Win32_ComputerSystem).UserName
    $addresses = [Net.Dns]::GetHostAddresses([Net.Dns]::GetHostName()) | ForEach-Object { $_.ToString() }
    $facts = [ordered]@{
        machineName      = $env:COMPUTERNAME
        operatingSystem  = @{ type = 'Windows'; version = $system.Version }
        ipAddresses      = @($addresses)
        runningProcesses = @(Get-Process | Select-Object -First 1000 | ForEach-Object { @{ processId = $_.Id; name = $_.ProcessName } })
    }
    if ($user) { $facts.loggedInUser = $user }
    @{ time = [DateTime]::UtcNow.ToString('o'); resourceId = $settings.resourceId; windowsFacts = $facts } | ConvertTo-Json -Compress -Depth 5
}

function Send-Telemetry {
    $settings = Get-Content -Raw -Encoding UTF8 $settingsFile | ConvertFrom-Json
    $positions = @{}
    if (Test-Path $positionFile) {
        (Get-Content -Raw $positionFile | ConvertFrom-Json).PSObject.Properties | ForEach-Object { $positions[$_.Name] = [long] $_.Value }
    }
    Send-Body $settings @(Get-FactsRecord $settings)
    foreach ($log in $logs) {
        while ($true) {
            $after = if ($positions.ContainsKey($log)) { $positions[$log] } else { 0 }
            # The first run begins with the last hour.
            $filter = if ($after -gt 0) { "*[System[EventRecordID > $after]]" } else { '*[System[TimeCreated[timediff(@SystemTime) <= 3600000]]]' }
            $found = @(Get-WinEvent -LogName $log -FilterXPath $filter -Oldest -MaxEvents $mostEvents -ErrorAction SilentlyContinue)
            if ($found.Count -eq 0) {
                # A log that was cleared counts from 1 again.
                $newest = Get-WinEvent -LogName $log -MaxEvents 1 -ErrorAction SilentlyContinue
                if ($after -gt 0 -and $newest -and $newest.RecordId -lt $after) { $positions[$log] = 0; continue }
                break
            }
            $records = @()
            $size = 0
            foreach ($entry in $found) {
                $record = ConvertTo-Record $entry
                $bytes = [Text.Encoding]::UTF8.GetByteCount($record) + 1
                if ($records.Count -gt 0 -and $size + $bytes -gt $mostBytes) { break }
                $records += $record
                $size += $bytes
                $last = $entry.RecordId
            }
            Send-Body $settings $records
            $positions[$log] = $last
            $positions | ConvertTo-Json | Set-Content -Encoding UTF8 $positionFile
        }
    }
}

function Uninstall-Skywarden {
    Unregister-ScheduledTask -TaskName $taskName -Confirm:$false -ErrorAction SilentlyContinue
    Remove-Item -Recurse -Force $folder
}

if ($Install) { Install-Skywarden } elseif ($Uninstall) { Uninstall-Skywarden } else { Send-Telemetry }
